/** Chinese: what goes wrong while an element runs its example. */
import type { EngineKey } from '../en/engine.ts';

export const ENGINE: Readonly<Record<EngineKey, string>> = {
  'no-answer': '应用没有响应，已被终止：它陷入了循环。',
  'not-fetched': '无法加载 {address}：{why}。',
  'not-json': '{address} 不是 JSON：{why}',
  'not-scenario': '{address} 不是场景：{why}',
  app: 'app="{app}" 无效：{apps}。',
  'no-example': '这里没有请求。',
  source: '应用的第 {line} 行：{message}',
  sandbox: '沙箱无法启动：本页的策略必须允许 {directive}。',
};
