import type { Decision } from '../core/failover/route.ts'
import type { DueProbe } from '../core/probes.ts'
import type { Slot } from '../core/router.ts'
import type { Engine } from './engine.ts'
import type { Call } from './flight-log.ts'

type Result = ReturnType<Engine[Call]>

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
      return `send to ${decision.to.name} (${decision.because})`
    case 'wait':
      return `wait for ${decision.why} until ${String(decision.untilMs)}`
    case 'exhausted':
      return `nobody: ${decision.noes.map(({ endpoint, no }) => `${endpoint.name} ${no.kind}`).join(', ')}`
  }
}

const probeText = ({ endpoint, model, why }: DueProbe): string =>
  [why, endpoint.name, model ?? 'any model'].join(' ')

/** The slot that a call gave out, or null. */
export function slotIn(result: Result): Slot | null {
  return typeof result === 'object' && 'kind' in result && result.kind === 'send' ? result.slot : null
}
