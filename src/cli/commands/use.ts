import type { Found } from '../../claude/claude-code.ts'
import type { UseResult } from '../../claude/claude-settings.ts'
import type { Conflict } from '../../claude/conflicts.ts'
import { AppError } from '../../errors/app-error.ts'
import { conflictText } from '../conflict-text.ts'
import type { Context } from '../context.ts'
import { healSettings } from '../heal-settings.ts'
import { printJson } from '../report.ts'
import { settingsError } from '../settings-refusal.ts'
import type { UseShape } from '../shapes/use.ts'
import { useTarget, type UseTarget } from '../use-target.ts'
import { shownChange, variableLines } from '../variable-lines.ts'
import { undoUse } from './use-undo.ts'

export interface UseFlags {
  readonly direct?: boolean
  readonly dryRun?: boolean
  readonly undo?: boolean
  readonly launch?: boolean
}

/**
 * Puts the active set, or one profile, into the person's own settings of
 * Claude Code, or takes it out again. Resolves to Claude Code's exit code where
 * that is started, else to 0.
 */
export async function use(
  context: Context,
  profileName: string | undefined,
  flags: UseFlags,
  args: readonly string[],
): Promise<number> {
  const { dryRun = false, launch = false, undo = false } = flags
  refuseWhatMeansNothing(context, profileName, { launch, undo }, args)
  if (!dryRun) await healSettings(context)
  if (undo) return undoUse(context, dryRun)
  const claude = launch ? await claudeToStart(context) : null
  await apply(context, await useTarget(context, profileName, flags), dryRun)
  return claude === null || dryRun ? 0 : started(context, claude, args)
}

function refuseWhatMeansNothing(
  { say }: Context,
  profile: string | undefined,
  { launch, undo }: Required<Pick<UseFlags, 'launch' | 'undo'>>,
  args: readonly string[],
): void {
  if (args.length > 0 && !launch) throw new AppError('usage', say('use.behind-without-launch'))
  if (undo && profile !== undefined) throw new AppError('usage', say('use.undo-has-no-profile', { profile }))
}

async function started({ output, say }: Context, claude: Found, args: readonly string[]): Promise<number> {
  output.flush()
  const end = await claude.run(args)
  if (end.kind === 'ended') return end.code
  throw new AppError('failed', say('use.not-started', { why: end.why }))
}

/** Looked for before anything is written. */
async function claudeToStart(context: Context): Promise<Found> {
  const { settings } = await context.settings()
  const command = settings['claude.command']
  const found = (await context.claude()).find(command)
  if (found !== null) return found
  throw new AppError('failed', context.say('run.not-found', { command }))
}

async function apply(context: Context, target: UseTarget, dryRun: boolean): Promise<void> {
  const { about, variables } = target
  const claude = await context.claude()
  const result = claude.settings.use({ variables, about, isDryRun: dryRun })
  if (result.kind === 'refused') throw settingsError(result, context.say)
  const conflicts = claude.conflicts(variables)
  if (context.json) printJson<UseShape>(context, shapeOf(target, result, conflicts, dryRun))
  else report(context, result, dryRun)
  noteConflicts(context, conflicts)
  if (!dryRun) await noteWhatItNeeds(context, target, result.file)
}

type Used = Exclude<UseResult, { readonly kind: 'refused' }>

function shapeOf(
  { about, baseUrl }: UseTarget,
  { changes, file }: Used,
  conflicts: readonly Conflict[],
  dryRun: boolean,
): UseShape {
  return {
    ...{ file, changed: !dryRun && changes.length > 0, dryRun, kind: about.kind },
    profile: about.kind === 'proxy' ? about.profile : null,
    endpoint: about.kind === 'direct' ? about.endpoint : null,
    ...{ baseUrl, changes: changes.map(shownChange), conflicts: [...conflicts] },
  }
}

function report({ output, say }: Context, { changes, file, isNew }: Used, dryRun: boolean): void {
  const isChange = changes.length > 0
  if (dryRun) output.note(say(isChange ? 'use.dry-run' : 'use.dry-run-none', { file }))
  else if (!isChange) output.note(say('use.unchanged', { file }))
  else output.note(say(isNew ? 'use.made' : 'use.changed', { file }))
  for (const line of variableLines(changes)) {
    if (dryRun) output.data(line)
    else output.note(line)
  }
}

function noteConflicts({ output, say }: Context, conflicts: readonly Conflict[]): void {
  for (const conflict of conflicts) {
    output.note(output.styled('yellow', say('title.conflict', { conflict: conflictText(conflict, say) })))
  }
}

/** What a person has to know who closes the terminal now. */
async function noteWhatItNeeds(
  context: Context,
  { about, isSecret }: UseTarget,
  file: string,
): Promise<void> {
  const { output, say } = context
  if (isSecret) output.note(say('use.secret-in-clear', { file }))
  if (about.kind === 'direct') return
  const { settings } = await context.settings()
  output.note(say(settings['proxy.port'] === 0 ? 'use.port-varies' : 'use.needs-proxy'))
}
