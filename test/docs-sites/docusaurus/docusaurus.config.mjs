// Docusaurus with Glaswerk: the loader and its style sheet in the head, and the plugin for fences.
import { glaswerk } from 'glaswerk/remark';

export default {
  title: 'Docusaurus',
  url: 'https://docs.example',
  baseUrl: '/',
  stylesheets: ['/glaswerk-0.1.0/glaswerk.css'],
  scripts: [{ src: '/glaswerk-0.1.0/glaswerk.js', defer: true }],
  i18n: { defaultLocale: 'en', locales: ['en', 'zh-Hans'] },
  presets: [['classic', { docs: { routeBasePath: '/', remarkPlugins: [glaswerk] }, blog: false }]],
  themeConfig: { navbar: { title: 'Docs', items: [{ type: 'localeDropdown', position: 'right' }] } },
};
