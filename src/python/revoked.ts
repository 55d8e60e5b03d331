/** Proxies that were revoked: whatever they are asked, the engine throws. */

/** Whether a value is such a proxy. Throws nothing, and calls no code of anybody's. */
export function isRevoked(value: object): boolean {
  try {
    // Its answer is used: a bundler takes the call for one without effects, and drops it otherwise.
    return typeof Array.isArray(value) !== 'boolean';
  } catch {
    return true;
  }
}
