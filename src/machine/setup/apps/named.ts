/**
 * Gives an app its name as data. The trace shows what an app is called, and a minifier changes the name that the
 * engine derives from a variable.
 */
/*@__NO_SIDE_EFFECTS__*/
export const named = <A extends object>(name: string, app: A): A => Object.defineProperty(app, 'name', { value: name });
