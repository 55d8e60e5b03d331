/** Proxies that were revoked: whatever they are asked, the engine throws. */

/** Whether a value is such a proxy. Throws nothing, and calls no code of anybody's. */
export function isRevoked(value: object): boolean {
  try {
    Array.isArray(value);
    return false;
  } catch {
    return true;
  }
}
