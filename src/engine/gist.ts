import type { Booked, Decision } from '../core/failover/route.ts'
import type { Endpoint } from '../core/model.ts'
import type { DueProbe } from '../core/probes.ts'
import type { Call, Result } from './call.ts'

/** What came of a call, in a line that is the same whenever the same was decided. */
export function gist(call: Call, result: Result): string {
  if (call === 'acquire') return decisionText(result as Decision)
  if (call === 'dueProbes') return (result as readonly DueProbe[]).map(probeText).join(', ')
  if (result === undefined) return ''
  return Array.isArray(result) && result.length === 0 ? '[]' : JSON.stringify(result)
}

function decisionText(decision: Decision): string {
  switch (decision.kind) {
    case 'send':
      return sendText(decision.to, decision.because)
    case 'wait':
      return `wait for ${decision.why} until ${String(decision.untilMs)}`
    case 'exhausted':
      return `nobody: ${decision.noes.map(({ endpoint, no }) => `${endpoint.name} ${no.kind}`).join(', ')}`
  }
}

export const sendText = ({ name }: Endpoint, because: string): string => `send to ${name} (${because})`

const probeText = ({ endpoint, model, why }: DueProbe): string =>
  [why, endpoint.name, model ?? 'any model'].join(' ')

/** The send that a call booked, or null. */
export const bookedIn = (result: Result): Booked | null =>
  typeof result === 'object' && 'kind' in result && result.kind === 'send' ? result : null
