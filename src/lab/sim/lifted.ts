/** Which signals may end a bench before its time. */
import { concerns, isTimedLimit, type Bench } from '../../core/health/bench.ts'
import type { EndpointId } from '../../core/model.ts'
import type { Slot } from '../../core/router.ts'

/** What a call told of an endpoint that may end benches. */
export type Signal =
  | { readonly kind: 'served'; readonly slot: Slot }
  | { readonly kind: 'probe'; readonly source: EndpointId; readonly model: string | null }

interface At {
  readonly source: EndpointId
  readonly signal: Signal | null
  readonly now: number
}

/** A bench that ended, or became shorter, without a reason; null when there is none. */
export function lifted(was: readonly Bench[], is: readonly Bench[], at: At): string | null {
  for (const bench of was) {
    if (bench.until <= at.now) continue
    const after = is.find(({ model, reason }) => reason === bench.reason && model === bench.model)
    const isShorter = after === undefined || after.until < bench.until
    if (isShorter && !mayEnd(bench, at)) {
      const by = at.signal === null ? 'nothing' : at.signal.kind
      return `${bench.reason} until ${String(bench.until)} was ended by ${by} at ${String(at.now)}`
    }
  }
  return null
}

/** A told limit ends early by its re-check alone, anything else by an answer that was sent for meanwhile, or a probe. */
function mayEnd(bench: Bench, { signal, source }: At): boolean {
  if (signal === null) return false
  if (signal.kind === 'probe') {
    if (signal.source !== source) return false
    return isTimedLimit(bench) ? bench.recheckAt !== null : concerns(bench, signal.model)
  }
  const { slot } = signal
  return (
    slot.source === source &&
    !isTimedLimit(bench) &&
    concerns(bench, slot.model) &&
    slot.sentAt >= bench.since &&
    (slot.kind === 'message' || slot.kind === 'write')
  )
}
