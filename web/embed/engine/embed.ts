/** The entry that the loader imports on the first act of a reader. */
export async function openStage(): Promise<string> {
  const { STAGE } = await import('../stage/stage.ts');
  return STAGE;
}
