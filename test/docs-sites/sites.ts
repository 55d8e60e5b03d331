/** The documentation sites that the test builds and opens: how each is built, and where its readers find things. */
import { mendFuro } from './mend-furo.ts';

export interface Site {
  /** Its folder here, and its name on the command line. */
  readonly name: string;
  /** The tool, as a reader of the report knows it. */
  readonly tool: string;
  /** A program that the tool consists of, and the packages of Debian that have it. Others are installed by npm. */
  readonly needs?: { readonly program: string; readonly packages: string };
  /** Where the tool looks for files that it copies as they are: `glaswerk copy` writes there. */
  readonly files: string;
  readonly build: readonly string[];
  /** What puts right, in the built site, a fault of Debian's package of the tool. */
  readonly mend?: (folder: string) => void;
  /** Where the tool writes the site. */
  readonly output: string;
  /** The page with the plain fences. */
  readonly first: string;
  /** The page that the plugin of the tool helped to write, if there is one, and its heading. */
  readonly second: string;
  readonly secondHeading: string;
  /** More pages with an element each. */
  readonly others: readonly string[];
  /** The page in Chinese. */
  readonly chinese?: string;
  /** What a reader presses, or chooses from, to change between light and dark. */
  readonly themeSwitch?: string;
  /** Whether links load no page, but change the one that is there. */
  readonly isOnePage: boolean;
}

const sphinx = { program: 'sphinx-build', packages: 'python3-sphinx furo python3-myst-parser' };
const mkdocs = { program: 'mkdocs', packages: 'mkdocs mkdocs-material' };

export const SITES: readonly Site[] = [
  {
    name: 'sphinx',
    tool: 'Sphinx, furo, MyST, with the extension',
    needs: sphinx,
    files: '_static',
    build: ['sphinx-build', '-q', '-W', '-b', 'html', '.', 'build'],
    mend: mendFuro,
    output: 'build',
    first: 'index.html',
    second: 'second.html',
    secondHeading: 'The second page',
    others: ['third.html'],
    themeSwitch: 'button.theme-toggle:visible',
    isOnePage: false,
  },
  {
    name: 'sphinx-plain',
    tool: 'Sphinx, alabaster, in Chinese',
    needs: sphinx,
    files: '_static',
    build: ['sphinx-build', '-q', '-W', '-b', 'html', '.', 'build'],
    output: 'build',
    first: 'index.html',
    second: 'second.html',
    secondHeading: '第二页',
    others: [],
    chinese: 'index.html',
    isOnePage: false,
  },
  {
    name: 'mkdocs',
    tool: 'MkDocs, Material, with the hook',
    needs: mkdocs,
    files: 'docs',
    build: ['mkdocs', 'build', '--quiet', '--strict', '--site-dir', 'build'],
    output: 'build',
    first: '',
    second: 'second/',
    secondHeading: 'The second page',
    others: [],
    chinese: 'zh/',
    themeSwitch: 'label.md-header__button[for^="__palette"]:visible',
    isOnePage: false,
  },
  {
    name: 'mkdocs-plain',
    tool: 'MkDocs, its own theme',
    needs: mkdocs,
    files: 'docs',
    build: ['mkdocs', 'build', '--quiet', '--strict', '--site-dir', 'build'],
    output: 'build',
    first: '',
    second: 'second/',
    secondHeading: 'The second page',
    others: [],
    isOnePage: false,
  },
  {
    name: 'vitepress',
    tool: 'VitePress',
    files: 'public',
    build: ['npx', 'vitepress', 'build'],
    output: '.vitepress/dist',
    first: '',
    second: 'second.html',
    secondHeading: 'The second page',
    others: [],
    chinese: 'zh/',
    themeSwitch: '.VPNavBarAppearance .VPSwitchAppearance',
    isOnePage: true,
  },
  {
    name: 'docusaurus',
    tool: 'Docusaurus',
    files: 'static',
    build: ['npx', 'docusaurus', 'build'],
    output: 'build',
    first: '',
    second: 'second/',
    secondHeading: 'The second page',
    others: [],
    chinese: 'zh-Hans/',
    themeSwitch: 'nav button[aria-label^="Switch between dark and light mode"]',
    isOnePage: true,
  },
  {
    name: 'starlight',
    tool: 'Astro Starlight',
    files: 'public',
    build: ['npx', 'astro', 'build'],
    output: 'dist',
    first: '',
    second: 'second/',
    secondHeading: 'The second page',
    others: ['third/'],
    chinese: 'zh-cn/',
    themeSwitch: 'starlight-theme-select select',
    isOnePage: false,
  },
];
