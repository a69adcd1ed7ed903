/** What the queue is asked, and told to do. */
import type { RetryAnswer } from '../../../src/admin/contract.ts'
import type {
  QueueAnswer,
  QueueClearAnswer,
  QueueClearRequest,
  QueueContentAnswer,
  QueueItemAnswer,
} from '../../../src/admin/contract/queue.ts'
import { read, write, type Answer } from '../../api.ts'
import { say } from '../../language.ts'
import { failureText } from '../../parts/reading.tsx'
import { tell } from '../../parts/toast.tsx'

export type Item = QueueAnswer['items'][number]

export const STATES = ['pending', 'retrying', 'succeeded', 'failed', 'expired'] as const

/** Newest first; `state` null for all. */
export const readQueue = (state: string | null): Promise<Answer<QueueAnswer>> =>
  read('queue', { state, limit: 200 })

export const readItem = (id: string): Promise<Answer<QueueItemAnswer>> =>
  read(`queue/${encodeURIComponent(id)}`)

/** For admins alone. */
export const readContent = (id: string): Promise<Answer<QueueContentAnswer>> =>
  read(`queue/${encodeURIComponent(id)}/content`)

export const clear = (request: QueueClearRequest): Promise<Answer<QueueClearAnswer>> =>
  write('POST', 'queue/clear', request)

/** Sends kept requests now, null for all that wait, and says what came of it. */
export async function sendNow(ids: readonly string[] | null): Promise<void> {
  const answer = await write<RetryAnswer>('POST', 'retry', { ids })
  if (answer.kind !== 'ok') {
    tell(failureText(answer), 'bad')
    return
  }
  const { retried } = answer.value
  const served = retried.filter(({ end }) => end === 'served').length
  const [only] = retried
  const isFine = served === retried.length
  if (only !== undefined && retried.length === 1)
    tell(say(`kept.end-${only.end}`, { endpoint: only.endpoint ?? '–' }), isFine ? 'good' : 'bad')
  else tell(say('kept.sent', { served, count: retried.length }), isFine ? 'good' : 'bad')
}
