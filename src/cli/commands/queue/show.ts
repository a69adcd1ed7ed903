import { AppError } from '../../../errors/app-error.ts'
import type { KeptAnswer, QueueStore } from '../../../ports/queue.ts'
import type { AnswerContent, Context } from '../../context.ts'
import { costText } from '../../../views/cost-text.ts'
import { localTime } from '../../../views/local-time.ts'
import { contentLines } from '../../queue-answer.ts'
import { itemPairs } from '../../queue-text.ts'
import { queuedItem } from '../../queued-item.ts'
import { itemView } from '../../../views/queue-view.ts'
import { printJson } from '../../report.ts'
import type { QueuedItemJson, QueueShowShape } from '../../../views/shapes/queue.ts'
import { printPairs, printTable } from '../../table.ts'
import type { Say } from '../../texts.ts'

export interface QueueShowFlags {
  /** What was asked, as it came, and nothing else. */
  readonly body?: boolean
}

/** One request that is kept: what it waits for, its tries, and the stored answer once there is one. */
export async function queueShow(
  context: Context,
  named: string | undefined,
  { body = false }: QueueShowFlags,
): Promise<void> {
  const { clock, json, output, say } = context
  const queue = await context.queue()
  const found = await queuedItem(context, queue, { named, usage: 'qcc queue show ID' })
  const { settings } = await context.settings()
  const item = itemView(found, settings, clock.now())
  if (body && !json) return printBody(context, queue, item)
  const answer = await queue.answer(item.id)
  const said = answer === null ? null : await context.readAnswer(answer.body)
  if (json) {
    const bodies = body ? await bodiesOf(queue, item, answer) : NO_BODIES
    return printJson<QueueShowShape>(context, { item, answer: said === null ? null : shown(said), ...bodies })
  }
  await printPairs(output, itemPairs(item, clock.now(), say))
  await printTries(context, item)
  if (said === null) return
  output.data('')
  for (const line of contentLines(said)) output.data(line)
}

type Bodies = Pick<QueueShowShape, 'requestBody' | 'answerBody'>

const NO_BODIES: Bodies = { requestBody: null, answerBody: null }

async function bodiesOf(queue: QueueStore, item: QueuedItemJson, answer: KeptAnswer | null): Promise<Bodies> {
  const answerBody = answer === null ? null : Buffer.from(answer.body).toString()
  return { requestBody: await bodyOf(queue, item), answerBody }
}

const shown = ({ text, tools }: AnswerContent): NonNullable<QueueShowShape['answer']> => ({
  text,
  tools: tools.map(({ input, name }) => ({ name, input })),
})

async function printBody(context: Context, queue: QueueStore, item: QueuedItemJson): Promise<void> {
  const body = await bodyOf(queue, item)
  if (body === null) throw new AppError('failed', context.say('queue.show.no-body', { id: item.id }))
  context.output.data(body)
}

/** What was asked; null when it is not kept any more, or cannot be read. */
async function bodyOf(queue: QueueStore, { id }: QueuedItemJson): Promise<string | null> {
  const request = await queue.request(id)
  return request === null ? null : Buffer.concat(request.chunks).toString()
}

async function printTries({ output, say }: Context, { tries }: QueuedItemJson): Promise<void> {
  if (tries.length === 0) return
  const titles = [
    ...[say('title.when'), say('title.request'), say('title.endpoint'), say('title.status')],
    ...[say('title.result'), say('queue.title.cost')],
  ]
  output.data('')
  await printTable(
    output,
    titles,
    tries.map((one) => row(one, say)),
  )
}

/** With its whole id: it is what `qcc explain` takes. */
const row = (one: QueuedItemJson['tries'][number], say: Say): readonly string[] => [
  localTime(one.at),
  one.request,
  one.endpoint ?? '-',
  String(one.status ?? '-'),
  say(`try.${one.end}`),
  one.cost === null ? '-' : costText(one.cost, say),
]
