/** A program asks to be told when a machine rests: then all that its inputs have caused has been reported. */
import { describe, expect, it } from 'vitest';
import { COMPUTERS, HostPage } from '../support/host-page.ts';

const GET = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';

const settled = (page: HostPage): readonly number[] => page.all('settled').map(({ id }) => id);

describe.each(COMPUTERS)('on %s', (_name, perLook) => {
  it('is told when the answer has come, and not before', () => {
    const page = new HostPage(perLook).boot({
      options: { server: 'base', app: 'hello', seed: 0, link: { latency: 0.1 } },
    });
    page.connect(0).send(0, GET).say({ type: 'settle', id: 1 });
    expect(settled(page)).toEqual([]);
    page.until(() => settled(page).length > 0);
    expect(page.received(0)).toContain('200 OK');
  });

  it('is told everything first, also where the page has not drawn the last report', () => {
    const page = new HostPage(perLook).boot().rest();
    page.isDrawing = false;
    page.connect(0).send(0, GET).say({ type: 'settle', id: 1 });
    page.until(() => settled(page).length > 0);
    const { length } = page;
    page.isDrawing = true;
    page.say({ type: 'acknowledge' }).rest();
    expect(page.length).toBe(length);
  });

  it('is told after the inputs of a scenario', () => {
    const first = new HostPage(perLook).boot().connect(0).send(0, GET).rest();
    first.say({ type: 'export' });
    const page = new HostPage(perLook).boot({ scenario: first.all('exported')[0]?.scenario });
    page.say({ type: 'settle', id: 7 }).rest();
    expect(settled(page)).toEqual([7]);
    expect(page.length).toBe(first.length);
    expect(page.heard.findIndex(({ type }) => type === 'history')).toBeLessThan(
      page.heard.findIndex(({ type }) => type === 'settled'),
    );
  });

  it('is told at once by a machine that is paused, and once for many requests', () => {
    const page = new HostPage(perLook).boot().rest().say({ type: 'pause' });
    page.say({ type: 'settle', id: 1 });
    expect(settled(page)).toEqual([1]);
    page.say({ type: 'settle', id: 2 });
    expect(settled(page)).toEqual([1, 2]);
  });
});
