import type { Retried } from '../../../ports/parking.ts'
import type { QueueStore } from '../../../ports/queue.ts'
import type { Context } from '../../context.ts'
import type { ControlClient } from '../../control-client.ts'
import { contentLines } from '../../queue-answer.ts'
import { queuedItem } from '../../queued-item.ts'
import { keptItems } from '../../../views/queue-view.ts'
import { printJson } from '../../report.ts'
import { retriedText } from '../../retried-text.ts'
import { runningProxy } from '../../running-proxy.ts'
import type { QueueRetryShape } from '../../../views/shapes/queue.ts'

export interface QueueRetryFlags {
  /** The answer goes to stdout, what happened to stderr. */
  readonly print?: boolean
}

/** Has the proxy send one of them now; ends with 1 unless it was answered. */
export async function queueRetry(
  context: Context,
  named: string | undefined,
  { print = false }: QueueRetryFlags,
): Promise<0 | 1> {
  const { json, output, say } = context
  const queue = await context.queue()
  const { id } = await queuedItem(context, queue, {
    ...{ named, usage: 'qcc queue retry ID', states: ['pending'] },
  })
  const running = await runningProxy(context)
  output.note(say('queue.retry.under-way', { id }))
  output.flush()
  const retried = await running.retry(id)
  const answer = print && retried.end === 'served' ? await answerOf(context, queue, id) : null
  if (json) {
    printJson<QueueRetryShape>(context, { items: [{ ...retried, answer: answer?.join('\n') ?? null }] })
  } else if (print) {
    output.note(retriedText(retried, say))
    for (const line of answer ?? []) output.data(line)
  } else output.data(retriedText(retried, say))
  return retried.end === 'served' ? 0 : 1
}

/** As many as a proxy sends at once. */
const AT_ONCE = 4

/** Has it send all that wait; ends with 1 unless all of them were answered. */
export async function queueRetryAll(context: Context): Promise<0 | 1> {
  const { json, output, say } = context
  const running = await runningProxy(context)
  const waiting = (await keptItems(await context.queue(), ['pending'])).toReversed()
  const retried = await allRetried(
    context,
    running,
    waiting.map(({ id }) => id),
  )
  if (json) {
    printJson<QueueRetryShape>(context, { items: retried.map((one) => ({ ...one, answer: null })) })
  }
  const served = retried.filter(({ end }) => end === 'served').length
  const counts = { served, count: retried.length }
  output.note(retried.length === 0 ? say('queue.retry.none') : say('queue.retry.all', counts))
  return served === retried.length ? 0 : 1
}

/** The oldest first, a line each as it ends. */
async function allRetried(
  { json, output, say }: Context,
  running: ControlClient,
  ids: readonly string[],
): Promise<readonly Retried[]> {
  const left = [...ids]
  const retried: Retried[] = []
  const goOn = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const one = await running.retry(id)
      retried.push(one)
      if (!json) output.data(retriedText(one, say))
      output.flush()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, goOn))
  return retried
}

async function answerOf(context: Context, queue: QueueStore, id: string): Promise<readonly string[] | null> {
  const answer = await queue.answer(id)
  return answer === null ? null : contentLines(await context.readAnswer(answer.body))
}
