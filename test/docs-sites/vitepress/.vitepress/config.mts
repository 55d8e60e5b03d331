// VitePress with Glaswerk: the loader in the head, the tag made known to Vue, and the plugin for fences.
import { glaswerk } from 'glaswerk/markdown-it';
import { defineConfig } from 'vitepress';

export default defineConfig({
  title: 'VitePress',
  head: [
    ['link', { rel: 'stylesheet', href: '/glaswerk-0.1.0/glaswerk.css' }],
    ['script', { src: '/glaswerk-0.1.0/glaswerk.js', defer: '' }],
  ],
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag.startsWith('glas-') } } },
  markdown: { config: (markdown) => markdown.use(glaswerk) },
  locales: {
    root: { label: 'English', lang: 'en' },
    zh: { label: '简体中文', lang: 'zh-CN' },
  },
});
