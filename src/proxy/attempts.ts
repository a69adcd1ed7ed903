import type { EndpointId } from '../core/model.ts'
import { attemptsAllowed, nextMove } from '../core/retry/next-move.ts'
import { bookedAttempt } from './booked-attempt.ts'
import type { Ended, Failed } from './ended.ts'
import type { Job } from './job.ts'
import { lastWord } from './last-word.ts'
import type { Parts } from './parts.ts'

/**
 * The attempts loop: ask the engine, send, judge, and go on until somebody
 * served or nothing may follow. Resolves when the client has got all that it
 * will get.
 */
export async function attempts(job: Job, parts: Parts): Promise<Ended> {
  const tried = new Set<EndpointId>()
  const failures: Failed[] = []
  let left = attemptsAllowed(job.kind, parts.settings['attempts.max'])
  while (left > 0) {
    const decision = parts.engine.acquire({ tried, session: job.session })
    if (decision.kind === 'exhausted') break
    const { id, name } = decision.to
    tried.add(id)
    const result = await bookedAttempt(job, decision.to, tried.size, parts)
    const by = { endpoint: name, attempts: tried.size, status: result.status }
    if (result.outcome.kind === 'ok') return { ending: 'served', ...by }

    failures.push({ ...result, endpoint: name })
    const move = nextMove(result, job.kind)
    if (move.kind === 'nothing') return { ending: job.client.isGone ? 'cancelled' : 'broken', ...by }
    if (move.kind === 'answer') return lastWord(job, failures, 1, parts)
    if (move.counts) left -= 1
  }
  return lastWord(job, failures, parts.engine.endpoints.length, parts)
}
