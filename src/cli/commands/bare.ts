import type { Document } from '../../core/config/document.ts'
import { AppError } from '../../errors/app-error.ts'
import { configurationOf } from '../apply.ts'
import type { Ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { liveProxy, toldBy } from '../live.ts'
import { pickerRows, type PickerRow } from '../picker-rows.ts'
import { claudeRun, run } from './run.ts'
import { status } from './status.ts'

/**
 * `qcc` alone: a person at a terminal chooses what Claude Code runs on, or
 * waits for the usual. Elsewhere it is `qcc status`. Resolves to the exit code.
 */
export async function bare(context: Context): Promise<number> {
  // Whoever takes what is printed, as `$(qcc)` does, starts nothing.
  const ask = process.stdout.isTTY ? await context.ask() : null
  if (ask === null) return status(context, {})
  const { document } = await configurationOf(context)
  if (document.profiles.length === 0) return offerInit(context, ask)
  // What would come to nothing is said at once, and not after a choice.
  await claudeRun(context, [])
  const row = await chosenRow(context, document)
  if (row !== null) return run(context, row.profile, {}, [])
  context.output.note(context.say('picker.left'))
  return 0
}

/** Null for whoever leaves. */
async function chosenRow(context: Context, document: Document): Promise<PickerRow | null> {
  const { say, yes } = context
  const choice = pickerRows(document, toldBy(await liveProxy(context)), say)
  if (yes) return choice.rows[choice.preselected] ?? null
  const { pickRow } = await import('../picker.ts')
  const picked = await pickRow(context, choice)
  if (picked.kind === 'cancelled') throw new AppError('cancelled', say('prompt.cancelled'))
  return picked.kind === 'row' ? picked.row : null
}

async function offerInit(context: Context, ask: Ask): Promise<number> {
  const { output, say } = context
  output.note(say('picker.no-profile'))
  if (context.yes || (await ask.confirm(say('picker.asks-init'), true))) {
    const { init } = await import('./init.ts')
    await init(context, {})
  } else output.note(say('picker.init-later'))
  return 0
}
