/** Chinese: what is wrong with a link, or with a machine that one is to be made of. */
import type { LINKS as ENGLISH } from '../en/links.ts';
import type { Translated } from '../translated.ts';

export const LINKS: Translated<typeof ENGLISH> = {
  'notices.linkTooMany.link': '链接含有 {what}；链接最多可带 {limit}。',
  'notices.linkTooMany.machine': '这台机器有 {what}；链接最多可带 {limit}。',
  'notices.shareTooLong': '所发生的内容需要 {length} 个字符；链接最多可有 {limit} 个。',
  'notices.linkTooLong': '链接有 {length} 个字符；最多允许 {limit} 个。',
  'notices.linkTooManyBytes': '链接的内容超过 {limit} 字节。',
  'notices.linkTooDeep': '链接嵌套了 {depth} 层；最多允许 {limit} 层。',
  'notices.linkNewer': '此链接由本页的更新版本生成。',
  'notices.linkNone': '地址中没有本页的链接。',
  'notices.linkEmpty': '链接是空的。',
  'notices.linkDamaged': '链接已损坏：可能有一部分被截断。',
  'notices.linkUnreadable': '链接已损坏：其内容无法读取。',
  'notices.linkNoScenario': '链接中没有场景。',
  'notices.linkNoApp': '链接没有指明应用。',
  'notices.linkBadCursor': '链接指向的步骤不是从 1 开始的数字。',
  'notices.linkBadPause': '链接暂停的步骤不是从 1 开始的数字。',
  'notices.linkBadBreakpoints': '链接中的断点无效。',
  'notices.linkBadView': '链接中关于窗格、标签页和筛选的内容无效。',
  'notices.linkBadWords': '链接的标题或说明不是文本。',
  'notices.linkTooMany.titleLength': { other: '{count} 个标题字符' },
  'notices.linkTooMany.noteLength': { other: '{count} 个说明字符' },
  'notices.linkTooMany.clients': { other: '{count} 个同时连接的客户端' },
  'notices.linkTooMany.connections': { other: '{count} 个连接' },
  'notices.linkTooMany.inputs': { other: '{count} 个客户端输入' },
  'notices.linkTooMany.plans': { other: '{count} 个计划' },
  'notices.linkTooMany.breakpoints': { other: '{count} 个断点' },
  'notices.linkTooMany.sourceLength': { other: '{count} 个应用源代码字符' },
  'notices.linkTooMany.sourceLines': { other: '{count} 行应用源代码' },
  'notices.linkForeign': '链接已损坏：含有链接中不会出现的字符。',
};
