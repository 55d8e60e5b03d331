// Astro Starlight with Glaswerk: the loader and its style sheet in the head, and the plugin for fences.
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { glaswerk } from 'glaswerk/remark';

export default defineConfig({
  markdown: { remarkPlugins: [glaswerk] },
  integrations: [
    starlight({
      title: 'Starlight',
      head: [
        { tag: 'link', attrs: { rel: 'stylesheet', href: '/glaswerk-0.1.0/glaswerk.css' } },
        { tag: 'script', attrs: { src: '/glaswerk-0.1.0/glaswerk.js', defer: true } },
      ],
      locales: { root: { label: 'English', lang: 'en' }, 'zh-cn': { label: '简体中文', lang: 'zh-CN' } },
    }),
  ],
});
