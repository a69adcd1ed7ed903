import type { Conflict, Question, Side } from '../../../core/sync/three-way.ts'
import type { ExitCode } from '../../../errors/failures.ts'
import type { SyncResult, SyncWish } from '../../../sync/sync-home.ts'
import type { SyncReport } from '../../../sync/sync-parts.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { differenceLines } from '../../../views/difference-lines.ts'
import { differencesView } from '../../../views/differences-view.ts'
import { printJson } from '../../report.ts'
import type { SyncShape } from '../../shapes/sync.ts'
import { syncPassphrase } from '../../sync-passphrase.ts'
import type { Say } from '../../texts.ts'
import { conflictLines, conflictView, whereText } from '../../sync-text.ts'

export interface SyncFlags {
  readonly push?: boolean
  readonly pull?: boolean
  readonly dryRun?: boolean
  readonly ours?: boolean
  readonly theirs?: boolean
}

/** Brings the configuration here and that of the remote together. Ends with 5, and changes nothing, while a conflict is not decided. */
export async function sync(context: Context, flags: SyncFlags): Promise<ExitCode> {
  const { output, say } = context
  const { settings } = await context.settings()
  if (settings['sync.backend'] === 'local') {
    output.note(say('sync.local'))
    if (context.json) printJson<SyncShape>(context, await nothingShape(context, flags))
    return 0
  }
  const service = await context.syncService(settings)
  const passphrase = await syncPassphrase(context, settings)
  if ((await context.ask()) !== null) {
    output.note(say('sync.working', { remote: service.name }))
    output.flush()
  }
  const wish = {
    direction: directionOf(flags),
    dryRun: flags.dryRun === true,
    decide: deciding(context, flags),
  }
  const result = await service.sync(passphrase, wish)
  if (context.json) printJson<SyncShape>(context, await shapeOf(context, service.name, result, wish))
  return result.kind === 'undecided'
    ? tellUndecided(context, service.name, result.conflicts)
    : tell(context, result, wish.dryRun)
}

const directionOf = ({ pull, push }: SyncFlags): SyncWish['direction'] => {
  if (push === true) return 'push'
  return pull === true ? 'pull' : 'both'
}

/** By flag for all, or one by one by whoever is at the terminal. */
function deciding(context: Context, { ours, theirs }: SyncFlags): SyncWish['decide'] {
  const all = ours === true ? 'ours' : 'theirs'
  if (ours === true || theirs === true) return async (questions) => questions.map((): Side => all)
  return async (questions) => {
    const ask = await context.ask()
    if (ask === null) return questions.map(() => null)
    const sides: Side[] = []
    for (const question of questions) sides.push(await askedSide(context, question))
    return sides
  }
}

async function askedSide(context: Context, question: Question): Promise<Side> {
  const { output, say } = context
  const ask = await context.ask()
  if (ask === null) return 'ours'
  for (const line of conflictLines(question, say)) output.note(line)
  return ask.choose(say('sync.which', { what: whereText(question) }), [
    { value: 'ours', label: say('sync.ours') },
    { value: 'theirs', label: say('sync.theirs') },
  ])
}

function tellUndecided(
  { json, output, say }: Context,
  remote: string,
  conflicts: readonly Conflict[],
): ExitCode {
  if (!json)
    for (const conflict of conflicts) for (const line of conflictLines(conflict, say)) output.data(line)
  const text = say('sync-fault.undecided', { count: conflicts.length, remote })
  output.error(output.styled('red', say('cli.error')) + text)
  return 5
}

function tell(context: Context, report: SyncReport, dryRun: boolean): ExitCode {
  const { json, output, say } = context
  const { here, keys, remote, there } = report
  if (!json) {
    for (const [key, found] of [
      ['sync.from', here],
      ['sync.to', there],
    ] as const) {
      if (found.length > 0) output.data(say(key, { remote }))
      for (const line of differenceLines(found, say)) output.data(line)
    }
  }
  output.note(outcomeText(report, dryRun, say))
  if (keys.received > 0) output.note(say('sync.keys-received', { count: keys.received }))
  if (keys.missing.length > 0) {
    output.note(output.styled('yellow', say('sync.keys-missing', { endpoints: keys.missing.join(', ') })))
  }
  return 0
}

function outcomeText(report: SyncReport, dryRun: boolean, say: Say): string {
  const { here, remote, there, version, waiting, wrote } = report
  const isNews = here.length > 0 || there.length > 0 || wrote
  if (isNews) return dryRun ? say('sync.would', { remote }) : say('sync.done', { remote, version })
  return say(waiting.here + waiting.there > 0 ? 'sync.waiting' : 'sync.same', { remote })
}

async function nothingShape(context: Context, flags: SyncFlags): Promise<SyncShape> {
  const { number: version } = await configurationOf(context)
  return {
    ...{ remote: null, version, direction: directionOf(flags), dryRun: flags.dryRun === true },
    ...{ decided: true, changed: false, wrote: false, here: [], there: [], conflicts: [] },
    waiting: { here: 0, there: 0 },
    keys: { received: 0, sent: 0, missing: [] },
  }
}

async function shapeOf(
  context: Context,
  remote: string,
  result: SyncResult,
  { direction, dryRun }: SyncWish,
): Promise<SyncShape> {
  const none = await nothingShape(context, {})
  const conflicts = result.conflicts.map(conflictView)
  if (result.kind === 'undecided') return { ...none, remote, direction, dryRun, decided: false, conflicts }
  const { keys, version, waiting, wrote } = result
  return {
    ...{ remote, version, direction, dryRun, decided: true, wrote, conflicts, waiting },
    changed: !dryRun && result.here.length > 0,
    here: differencesView(result.here),
    there: differencesView(result.there),
    keys: { ...keys, missing: [...keys.missing] },
  }
}
