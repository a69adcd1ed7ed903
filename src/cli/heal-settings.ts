import type { Context } from './context.ts'

/** Ends what a crash has left in settings of Claude Code, and says so. */
export async function healSettings({
  claude,
  output,
  say,
}: Pick<Context, 'claude' | 'output' | 'say'>): Promise<void> {
  for (const { file, how, what } of (await claude()).settings.heal()) {
    output.note(output.styled('yellow', say(`heal.${what}-${how}`, { file })))
  }
}
