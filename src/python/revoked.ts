/** Revoked proxies: the engine throws at every access. */

/** Whether a value is a revoked proxy. Throws nothing, and calls no foreign code. */
export function isRevoked(value: object): boolean {
  try {
    // The result is used: otherwise a bundler would drop the call as one without effects.
    return typeof Array.isArray(value) !== 'boolean';
  } catch {
    return true;
  }
}
