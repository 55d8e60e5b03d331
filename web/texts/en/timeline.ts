/** English: the timeline. */
export const TIMELINE = {
  'timeline.title': 'Timeline',
  'timeline.lanes': 'Lanes of the timeline',
  'timeline.position': 'step {at} of {length}: {kind} {name}',
  'timeline.tip': '{step}  {kind} {name}',
  'timeline.fit': 'Show all of the timeline',
  'timeline.fit.title': 'Show all (0)',
  'timeline.lane.inputs': 'inputs',
  'timeline.lane.inputs.title': 'Inputs to the machine: what clients do, and Ctrl+C',
  'timeline.lane.connection': 'conn {connection}',
  'timeline.lane.server': 'server',
  'timeline.lane.child': 'child {tid}',
  'timeline.lane.title': '{name}, tid {tid}',
  'timeline.seconds': '{value} s',
  'timeline.millis': '{value} ms',
  'timeline.micros': '{value} µs',
} as const;
