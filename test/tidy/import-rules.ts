/** Which folder may import which. */
import { posix } from 'node:path';
import { KERNEL_TYPES_ONLY, MAY_IMPORT, VOCABULARY, isRelative, kernelLayer, roomOf, targetRoom } from './rooms.ts';
import { EVERYWHERE, IN_SRC_OR_WEB, imports } from './rule.ts';
import type { Rule } from './rule.ts';

const MAY_IMPORT_PACKAGES = ['web'];

export const importRules: readonly Rule[] = [
  {
    says: 'each folder imports only what stands to its left',
    at: IN_SRC_OR_WEB,
    find: (source) =>
      imports(source, (entry) => {
        const from = roomOf(source.path);
        const to = targetRoom(source, entry);
        const isAllowed = to === from || to === VOCABULARY || MAY_IMPORT[from]?.includes(to) === true;
        return isRelative(entry.specifier) && !isAllowed;
      }),
    catches: [
      ['src/kernel/x.ts', `import { call } from '../python/libc.ts';`],
      ['src/werkzeug/serving.ts', `import type { Trace } from '../trace/recorder.ts';`],
      ['src/machine/x.ts', `import { Machine } from '../index.ts';`],
      ['web/parts/x.ts', `import type { Machine } from '../../src/machine/machine.ts';`],
      ['web/sandbox/x.ts', `import { Session } from '../session/session.ts';`],
      ['web/kit/x.ts', `import type { Machine } from '../../src/index.ts';`],
      ['web/session/x.ts', `import { TopBar } from '../page/top-bar.ts';`],
      ['src/stdlib/http/x.ts', `export * from '../../werkzeug/http.ts';`],
      ['src/kernel/x.ts', `const late = () => import('../machine/machine.ts');`],
      ['src/vocabulary.ts', `import type { Fd } from './kernel/types.ts';`],
    ],
    passes: [
      ['web/parts/x.ts', `import type { Machine } from '../../src/index.ts';`],
      ['src/kernel/x.ts', `import type { Order } from '../vocabulary.ts';`],
    ],
  },
  {
    says: 'a part of the page imports no other part',
    at: /^web\/parts\//,
    find: (source) =>
      imports(source, ({ specifier }) => {
        const [, , from] = source.path.split('/');
        const [top, room, to] = posix.join(posix.dirname(source.path), specifier).split('/');
        return isRelative(specifier) && top === 'web' && room === 'parts' && to !== from;
      }),
    catches: [['web/parts/steps/x.ts', `import { Timeline } from '../timeline/timeline.ts';`]],
    passes: [['web/parts/steps/x.ts', `import { StepList } from './step-list.ts';`]],
  },
  {
    says: 'each folder of the kernel imports only what stands before it',
    at: /^src\/kernel\//,
    find: (source) =>
      imports(source, ({ specifier }) => {
        const from = kernelLayer(source.path);
        return from >= 0 && kernelLayer(posix.join(posix.dirname(source.path), specifier)) > from;
      }),
    catches: [
      ['src/kernel/sched/x.ts', `import type { OpenFile } from '../files/open-file.ts';`],
      ['src/kernel/files/x.ts', `import { ANY_HOST } from '../net/address.ts';`],
      ['src/kernel/net/tcp/x.ts', `import { implementationOf } from '../../syscalls/table.ts';`],
    ],
    passes: [
      ['src/kernel/net/x.ts', `import { WaitQueue } from '../sched/wait-queue.ts';`],
      ['src/kernel/kernel.ts', `import { Network } from './net/network.ts';`],
    ],
  },
  {
    says: 'mirrored modules take only types from the kernel',
    at: new RegExp(`^(${KERNEL_TYPES_ONLY.join('|')})/`),
    find: (source) => imports(source, (entry) => targetRoom(source, entry) === 'src/kernel' && !entry.isTypeOnly),
    catches: [['src/stdlib/socket.ts', `import { Kernel, type Thread } from '../kernel/kernel.ts';`]],
    passes: [['src/stdlib/socket.ts', `import type { Fd } from '../kernel/types.ts';`]],
  },
  {
    says: 'npm packages and Node are imported by the page, src/node and the tests only',
    at: /^src\/(?!node\/)/,
    find: (source) =>
      imports(source, ({ specifier }) => !isRelative(specifier) && !MAY_IMPORT_PACKAGES.includes(roomOf(source.path))),
    catches: [
      ['src/machine/x.ts', `import { html } from 'lit';`],
      ['src/kernel/x.ts', `import { readFileSync } from 'node:fs';`],
    ],
  },
  {
    says: 'relative imports name the file with its ending',
    at: EVERYWHERE,
    find: (source) =>
      imports(
        source,
        ({ specifier }) => isRelative(specifier) && !/\.(ts|mjs|css|json|html|svg)(\?\w+)*$/.test(specifier),
      ),
    catches: [['src/kernel/x.ts', `import { fail } from './sys';`]],
    passes: [['web/x.ts', `import css from './styles/page.css?inline';`]],
  },
];
