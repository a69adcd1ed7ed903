import type { LimitHeaders } from '../core/limits.ts'
import { errorDetail } from './error-body.ts'
import { fail, HOLD, NOTHING, type Reader } from './reader.ts'

/**
 * Reads the body of an answer that is not 2xx, to know what it says. Whatever
 * becomes of the body, the status stands; more than `maxBytes` is no error
 * text and is not waited for.
 */
export function errorReader(status: number, limits: LimitHeaders, maxBytes: number): Reader {
  const told = (held: Buffer | null) =>
    fail({ kind: 'status', status, limits, error: errorDetail(held ?? NOTHING) })
  return {
    onChunk: (chunk, heldBytes) => ((heldBytes ?? 0) + chunk.length > maxBytes ? told(null) : HOLD),
    onEnd: told,
    onCut: told,
  }
}
