/**
 * Gives a function its name as data. The trace shows what an app is called, and a minifier changes the name that the
 * engine derives from a variable.
 */
/*@__NO_SIDE_EFFECTS__*/
export const named = <F extends (...args: never[]) => unknown>(name: string, app: F): F =>
  Object.defineProperty(app, 'name', { value: name });
