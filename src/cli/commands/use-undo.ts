import type { UndoResult } from '../../claude/claude-settings.ts'
import type { Context } from '../context.ts'
import { printJson } from '../report.ts'
import { settingsError } from '../settings-refusal.ts'
import type { UseUndoShape } from '../shapes/use.ts'
import { shownChange, variableLines } from '../variable-lines.ts'

/** `qcc use --undo`: takes out of Claude Code's settings what `use` has put there. Resolves to the exit code. */
export async function undoUse(context: Context, dryRun: boolean): Promise<number> {
  const { json, output, say } = context
  const result = (await context.claude()).settings.undo(dryRun)
  if (result.kind === 'refused') throw settingsError(result, say)
  if (json) {
    printJson(context, shapeOf(result, dryRun))
    return 0
  }
  const { file } = result
  if (result.kind === 'nothing') {
    output.note(say('undo.nothing', { file }))
    return 0
  }
  const { changes, how, isRemoved, kept } = result
  const lines = variableLines(changes)
  if (dryRun) output.note(say(lines.length > 0 ? 'use.dry-run' : 'use.dry-run-none', { file }))
  for (const line of lines) {
    if (dryRun) output.data(line)
    else output.note(line)
  }
  if (!dryRun) output.note(say(isRemoved && how === 'whole' ? 'undo.removed' : `undo.${how}`, { file }))
  for (const name of kept) output.note(output.styled('yellow', say('undo.kept', { name })))
  return 0
}

function shapeOf(result: Exclude<UndoResult, { readonly kind: 'refused' }>, dryRun: boolean): UseUndoShape {
  const { file } = result
  if (result.kind === 'nothing') {
    return { file, changed: false, dryRun, how: 'nothing', removed: false, changes: [], kept: [] }
  }
  const { changes, how, isRemoved: removed, kept } = result
  const changed = !dryRun && (changes.length > 0 || removed)
  return { file, changed, dryRun, how, removed, changes: changes.map(shownChange), kept: [...kept] }
}
