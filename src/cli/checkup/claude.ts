/** Claude Code: whether it is there, where its settings lead, and what meets them. */
import type { NotPrepared, Prepared } from '../../claude/claude-code.ts'
import type { Conflict } from '../../claude/conflicts.ts'
import { claudeText } from '../claude-view.ts'
import { conflictText } from '../conflict-text.ts'
import { faultText } from '../status-faults.ts'
import type { StatusParts } from '../status-parts.ts'
import type { Say } from '../texts.ts'
import { fault, note, well, type Finding } from './finding.ts'

type Found = Pick<Prepared, 'file' | 'kind'> | Extract<NotPrepared, { kind: 'managed' | 'not-found' }>

/** `found` is what would be run. */
export function programFinding(found: Found, say: Say): Finding {
  if (found.kind === 'prepared') return well('claude', found.file)
  if (found.kind === 'not-found')
    return fault('claude', 'claude-not-found', say('run.not-found', { command: found.command }))
  const { file, variable } = found
  return fault('claude', 'claude-managed', say('run.managed', { file, variable }))
}

/**
 * `would` is what would meet settings that lead to the proxy. Where they lead
 * elsewhere, only what a person's own variables would run into is worth a note.
 */
export function settingsFindings(
  claude: StatusParts['claude'],
  would: readonly Conflict[],
  say: Say,
): readonly Finding[] {
  const { baseUrl: about, conflicts, leads } = claude
  const finding = (state: typeof fault, conflict: Conflict): Finding =>
    state('claude-settings', conflict.kind, conflictText(conflict, say))
  const found = [
    ...(leads === 'nowhere'
      ? [fault('claude-settings', 'claude-points-nowhere', pointsNowhere(about, say))]
      : []),
    ...conflicts.map((one) => finding(one.effect === 'ignored' ? note : fault, one)),
    ...would
      .filter(({ kind }) => kind === 'no-proxy' && !conflicts.some((one) => one.kind === kind))
      .map((one) => finding(note, one)),
  ]
  const isFine = found.every(({ state }) => state !== 'fault')
  return [...(isFine ? [well('claude-settings', claudeText(claude, say))] : []), ...found]
}

const pointsNowhere = (about: string | null, say: Say): string =>
  faultText({ kind: 'claude-points-nowhere', about }, say)
