import type { ProbeReport } from '../ports/probing.ts'
import type { Say } from './texts.ts'

type Found = Pick<ProbeReport, 'result' | 'verdict' | 'why'>

/** What a check found, in a few words. */
export function findingText(report: Found, say: Say): string {
  const isPlain = report.result === 'pass' && report.verdict === 'ok'
  return isPlain
    ? say('probe.pass')
    : say(`probe.${report.result}-because`, { reason: reasonText(report, say) })
}

/** Why a check did not simply pass, with what the endpoint said; empty when it did. */
export function reasonText({ result, verdict, why }: Found, say: Say): string {
  if (verdict === 'ok' && result === 'pass') return ''
  const reason = verdict === null ? say('verdict.none') : say(`verdict.${verdict}`)
  return why === '' ? reason : say('probe.reason', { reason, why })
}
