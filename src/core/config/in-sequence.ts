import type { Change } from './changes.ts'

/** Several changes as one, each on top of the one before; null is none. The first that is refused refuses all. */
export const inSequence =
  (...changes: readonly (Change | null)[]): Change =>
  (document) => {
    let result: ReturnType<Change> = { kind: 'changed', document }
    for (const change of changes) {
      if (change !== null && result.kind === 'changed') result = change(result.document)
    }
    return result
  }
