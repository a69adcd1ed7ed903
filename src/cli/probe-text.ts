import type { ProbeReport } from '../ports/probing.ts'
import type { Say } from './texts.ts'

/** What a check found, in a few words. */
export function findingText(report: Omit<ProbeReport, 'id' | 'name'>, say: Say): string {
  return say(`probe.${report.verdict}`, { reason: reasonText(report, say) })
}

/** Why a check did not pass, with what the endpoint said; empty when it did. */
export function reasonText({ outcome, why }: Pick<ProbeReport, 'outcome' | 'why'>, say: Say): string {
  if (outcome === 'ok') return ''
  const reason = say(`outcome.${outcome}`)
  return why === '' ? reason : say('probe.reason', { reason, why })
}
