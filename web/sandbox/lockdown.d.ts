/**
 * Makes the worker's realm fit for code that nobody trusts, before that code is loaded: what leads outward or brings chance and
 * time is taken away, and what the language shares among all code is frozen, so that the machine's own calls of `Map.get` or
 * `Array.push` cannot be listened in to. The content security policy of the frame denies the network without this; here the
 * names are missing too.
 */
/** Removes what leads out of the realm, or makes two runs differ; freezes the rest. Can not be undone. */
export declare function lockDown(): void;
