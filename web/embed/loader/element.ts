/** The package's entry `glaswerk/element`: the same elements for bundlers. Importing it on a server does nothing. */
export const VERSION = '0.1.0';
