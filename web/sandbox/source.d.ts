/** A whole program, bundled into one classic script, as text; see vite.config.ts. */
declare module '*?source' {
  const program: string;
  export { program as default };
}
