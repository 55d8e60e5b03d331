/** Chinese: links, and the question before code of a link runs. */
import type { SHARE as ENGLISH } from '../en/share.ts';
import type { Translated } from '../translated.ts';

export const SHARE: Translated<typeof ENGLISH> = {
  'share.close': '关闭此提示',
  'share.link': '链接',
  'share.copy': '复制',
  'share.copied': '链接已复制。',
  'share.copied.size': '链接已复制：{size}。它包含这台机器及当前步骤。',
  'share.copied.paused': '链接已复制：{size}。它包含这台已暂停的机器及当前步骤。',
  'share.closed': '本页无法使用剪贴板。链接（{size}）：',
  'share.size': { other: '{count} 个字符' },
  'share.size.long': { other: '{count} 个字符，对某些邮件和聊天程序来说偏长' },
  'share.missing.opened': '链接无法打开：页面的一部分无法加载。',
  'share.missing.made': '链接无法生成：页面的一部分无法加载。',
  'share.refused': '链接无法打开：{reason}。已改为启动一台新机器。',
  'share.refused.whole': '{reason} 已改为启动一台新机器。',
  'share.consent': '此链接带有自己的应用',
  'share.consent.size': { other: '{count} 行' },
  'share.consent.text':
    '它由他人编写，不属于 Glaswerk。它将在沙箱中运行，无法访问本页和网络。请先通读全部{size}；目前尚未运行任何代码。',
  'share.consent.hidden': { other: '{count} 个不可见字符' },
  'share.consent.odd': { other: '{count} 个其他文字的字母' },
  'share.consent.warn.hidden': '请仔细查看：这段代码含有{hidden}。不可见字符以转义形式显示。',
  'share.consent.warn.odd': '请仔细查看：这段代码含有{odd}。',
  'share.consent.warn.both': '请仔细查看：这段代码含有{hidden}和{odd}。不可见字符以转义形式显示。',
  'share.consent.source': '应用的源代码',
  'share.consent.empty': '{count} 个空行',
  'share.consent.leave': '不带应用打开',
  'share.consent.run': '运行',
  'share.consent.wait': '看到按钮片刻之后才能按下',
  'share.consent.framed':
    '它由他人编写，因此运行之前应先由你阅读。但本页嵌在另一个网站的页面中，该页面可能在上面绘制自己的按钮。请在单独的标签页中打开链接，再阅读应用。',
  'share.consent.tab': '在单独的标签页中打开',
};
