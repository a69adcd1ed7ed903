/** Steps that make one document out of another. */
import type { Change, Refusal } from '../../src/core/config/changes.ts'
import type { Document } from '../../src/core/config/document.ts'

export interface Step {
  readonly change: Change
  /** What it changes; null where it stands by itself. */
  readonly about: string | null
}

/** What comes of taking them in order; those that are refused change nothing. */
export function after(
  document: Document,
  steps: readonly Step[],
): { readonly document: Document; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = []
  let next = document
  for (const { change } of steps) {
    const done = change(next)
    if (done.kind === 'refused') refusals.push(done.refusal)
    else next = done.document
  }
  return { document: next, refusals }
}

/** A step about the same takes the place of the earlier one. */
export function withStep(steps: readonly Step[], step: Step): readonly Step[] {
  const others = step.about === null ? steps : steps.filter(({ about }) => about !== step.about)
  return [...others, step]
}

/** Several changes as one, which is refused as a whole. */
export const inOrder =
  (changes: readonly Change[]): Change =>
  (document) => {
    let next = document
    for (const change of changes) {
      const done = change(next)
      if (done.kind === 'refused') return done
      next = done.document
    }
    return { kind: 'changed', document: next }
  }
