import type { Retried } from '../ports/parking.ts'
import type { Say } from './texts.ts'

/** What became of one that was to be sent again, in a line. */
export function retriedText({ end, endpoint, id, state, status }: Retried, say: Say): string {
  const values = { id, endpoint: endpoint ?? '-', status: status ?? '-' }
  if (end === 'not-pending') return say(`retried.not-pending-${state ?? 'failed'}`, values)
  // Whoever was not served waits on, unless that was its last try.
  if (end !== 'nobody' && end !== 'broken') return say(`retried.${end}`, values)
  const next = say(state === 'pending' ? 'retried.waits-on' : 'retried.given-up')
  if (endpoint === null) return say('retried.nobody', values) + next
  const isSilent = end === 'nobody' && status === null
  return say(isSilent ? 'retried.nobody-silent' : `retried.${end}-by`, values) + next
}
