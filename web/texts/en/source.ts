/** English: the source of a mirrored method, and code from a link. */
export const SOURCE = {
  'source.none': 'No mirrored call is running.',
  'source.arguments': 'The arguments of this call',
  'source.original': '{file} of {project}',
  'source.receiver': 'on {object}',
  'source.loading': 'Loading the sources …',
  'source.failed': 'The sources could not be loaded: {message}',
  'source.retry': 'Try again',
  'source.unknown': '{name} is not a mirrored method.',
  'source.code': 'Source of {name}',
  'source.foreign.lineEnd': '{characters}: ends a line of JavaScript',
  'source.foreign.unseen': '{characters}: invisible here',
  'source.foreign.notAscii': '{character}: not ASCII, although it may look like it',
  'source.foreign.spaces': { one: '{count} space', other: '{count} spaces' },
} as const;
