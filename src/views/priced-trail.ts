import type { Trail } from '../ports/trail.ts'
import { costOfAttempt } from './receipt-text.ts'
import type { ExplainShape } from './shapes/explain.ts'

/** A trail holds what was used; the cost follows from the price list of this program. */
export function pricedTrail(trail: Trail): ExplainShape {
  const steps = trail.steps.map((step) =>
    step.kind === 'attempt' ? { ...step, cost: costOfAttempt(step, trail) } : step,
  )
  return { ...trail, steps }
}
