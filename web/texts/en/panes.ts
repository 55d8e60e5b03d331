/** English: how panes are arranged. */
export const PANES = {
  'panes.enlarge': 'Enlarge {pane}',
  'panes.enlarged': '{pane} has the room of all panes',
  'panes.all': 'Back to all panes',
  'panes.fold': 'Fold {pane}',
  'panes.unfold': 'Unfold {pane}',
  'panes.missing': 'The borders between panes, and what enlarges and folds them, could not be loaded.',
  'panes.split.columns': 'Width of the left column',
  'panes.split.left': 'Height of the upper left pane',
  'panes.split.right': 'Height of the upper right pane',
  'panes.split.rows': 'Height of the upper row',
  'panes.split.hint': 'Drag it, or use the arrow keys. A double click puts it back.',
  'compare.title': 'Compare',
} as const;
