/** Whether somebody can serve. */
import { printable } from '../../views/printable.ts'
import { stateText } from '../state-text.ts'
import { faultsOf, faultText, isOut } from '../status-faults.ts'
import type { StatusParts } from '../status-parts.ts'
import type { Say } from '../texts.ts'
import { fault, note, well, type Finding } from './finding.ts'

/** Faults of status that are no other check's. */
const OF_ENDPOINTS: readonly string[] = [
  ...['no-profile', 'no-endpoint', 'key-missing', 'nobody-can-serve', 'fenced-by-hand', 'failover-off'],
]

/** `now` in epoch milliseconds. */
export function endpointFindings(parts: StatusParts, now: number, say: Say): readonly Finding[] {
  const faults = faultsOf(parts)
    .filter(({ kind }) => OF_ENDPOINTS.includes(kind))
    .map((one) => fault('endpoints', one.kind, faultText(one, say)))
  const enabled = parts.active.profiles.flatMap(({ endpoints }) => endpoints).filter((one) => one.enabled)
  const out = enabled.filter(isOut).map(({ health, name }) => {
    const state = stateText(true, health, now, say)
    return note('endpoints', 'endpoint-out', say('doctor.endpoint-out', { name: printable(name), state }))
  })
  const count = enabled.length
  return [...(faults.length > 0 ? faults : [well('endpoints', say('doctor.endpoints', { count }))]), ...out]
}
