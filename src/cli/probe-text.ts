import type { CheckKind, Verdict } from '../core/health/check.ts'
import type { ProbeReport } from '../ports/probing.ts'
import type { Say } from './texts.ts'

type Found = Pick<ProbeReport, 'kind' | 'result' | 'verdict' | 'why'>

/** A verdict in words. A free check asks nothing, so that it shows no more than that somebody is there. */
export const verdictText = (kind: CheckKind, verdict: Verdict, say: Say): string =>
  kind === 'free' && verdict === 'ok' ? say('probe.there') : say(`verdict.${verdict}`)

/** What a check found, in a few words. */
export function findingText(report: Found, say: Say): string {
  const isPlain = report.result === 'pass' && report.verdict === 'ok'
  return isPlain
    ? say('probe.pass')
    : say(`probe.${report.result}-because`, { reason: reasonText(report, say) })
}

/** Why a check did not simply pass, with what the endpoint said; empty when it did. */
export function reasonText({ kind, result, verdict, why }: Found, say: Say): string {
  if (verdict === 'ok' && result === 'pass') return ''
  const reason = verdict === null ? say('verdict.none') : verdictText(kind, verdict, say)
  return why === '' ? reason : say('probe.reason', { reason, why })
}
