/** A whole program, bundled into one classic script, as text; see vite.config.ts. */
declare module '*?source' {
  const program: string;
  export { program as default };
}

/**
 * A part of the worker's program: modules by name, as texts, in the order in which they are to be loaded; see
 * test/tools/build/worker-parts.ts.
 */
declare module '*?part' {
  const modules: readonly (readonly [name: string, code: string])[];
  export { modules as default };
}

/** Put the late modules of the machine in the place of their stand-ins. */
declare module 'virtual:late-sessions' {}
declare module 'virtual:late-full' {}
