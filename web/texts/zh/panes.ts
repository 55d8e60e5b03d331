/** Chinese: how panes are arranged. */
import type { PANES as ENGLISH } from '../en/panes.ts';
import type { Translated } from '../translated.ts';

export const PANES: Translated<typeof ENGLISH> = {
  'panes.enlarge': '放大“{pane}”',
  'panes.enlarged': '“{pane}”占据全部面板空间',
  'panes.all': '回到所有面板',
  'panes.fold': '折叠“{pane}”',
  'panes.unfold': '展开“{pane}”',
  'panes.missing': '面板分隔线以及放大和折叠面板的功能无法加载。',
  'panes.split.columns': '左列的宽度',
  'panes.split.left': '左上面板的高度',
  'panes.split.right': '右上面板的高度',
  'panes.split.rows': '上排面板的高度',
  'panes.split.hint': '拖动，或使用方向键。双击恢复原位。',
  'compare.title': '对比',
};
