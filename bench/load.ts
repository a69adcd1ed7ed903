/** The load generator, a process of its own: does one task after the other, as its parent sends them. */
import { randomUUID } from 'node:crypto'
import { agentFor, ask, type Answer, type Question } from './ask.ts'
import type { Asked, CrowdAsked, Done, FailoverAsked, StreamsAsked } from './load-process.ts'
import { question, SENT_AT, sharedNow } from './message.ts'
import type { Manner } from './started.ts'
import { median, quantile } from './statistics.ts'

const SESSION = '39a454a6-6b5a-46af-8391-69c2bfd0d4b4'
const SEEN_MS = 3

process.on('message', (asked: Asked) => {
  void tasks[asked.task](asked as never).then((done) => process.send?.(done))
})

const tasks = { crowd, streams, failover }

/** So many at a time until the time is over or `most` were asked. */
async function crowd(asked: CrowdAsked): Promise<Done> {
  const one = questionOf(asked, asked.atOnce)
  const answers: Answer[] = []
  const startedAt = performance.now()
  let begun = 0
  const client = async (): Promise<void> => {
    do {
      begun += 1
      answers.push(await ask(one))
    } while (begun < asked.most && performance.now() - startedAt < asked.forMs)
  }
  await Promise.all(Array.from({ length: asked.atOnce }, client))
  const tookMs = performance.now() - startedAt
  one.agent.destroy()
  return { ...summed(answers), tookMs }
}

async function streams(asked: StreamsAsked): Promise<Done> {
  const one = questionOf(asked, Number.POSITIVE_INFINITY)
  const delays: number[] = []
  const startedAt = performance.now()
  const answers = await Promise.all(
    Array.from({ length: asked.count }, async (_, at) => {
      await new Promise((resolve) => setTimeout(resolve, (at / asked.count) * asked.beginOverMs))
      return ask({ ...one, session: randomUUID(), onText: delaysInto(delays) })
    }),
  )
  one.agent.destroy()
  const delayMs = { median: quantile(delays, 0.5), p99: quantile(delays, 0.99) }
  return { ...summed(answers), tookMs: performance.now() - startedAt, delayMs }
}

async function failover({ control, count, failure, ...asked }: FailoverAsked): Promise<Done> {
  const one = questionOf(asked, 1)
  const askNew = (): Promise<Answer> => ask({ ...one, session: randomUUID() })
  const [wells, failings]: [Answer[], Answer[]] = [[], []]
  const startedAt = performance.now()
  const before = await told(control, 'well')
  for (let i = 0; i < count; i++) {
    await told(control, 'well')
    // The first one opens connections, and shows that it is back.
    await askNew()
    wells.push(await askNew())
    await told(control, failure)
    failings.push(await askNew())
  }
  const met = (await told(control, 'well')) - before
  one.agent.destroy()
  const addedMs = median(
    failings.map(({ firstByteMs }, at) => firstByteMs - (wells[at]?.firstByteMs ?? Number.NaN)),
  )
  const { firstByteMs } = summed(wells)
  return {
    ...summed(failings),
    firstByteMs,
    tookMs: performance.now() - startedAt,
    failover: { addedMs, met },
  }
}

/** Tells the fickle upstream how to be; resolves to how many requests it has failed so far. */
async function told(control: string, manner: Manner): Promise<number> {
  const answer = await fetch(`${control}/${manner}`, { method: 'POST' })
  const failed = Number(await answer.text())
  // Until whoever had a connection to it has seen the end of it.
  await new Promise((resolve) => setTimeout(resolve, SEEN_MS))
  return failed
}

/** Takes the delay of each event as soon as the last byte of its text is there. */
function delaysInto(delays: number[]): (more: string) => void {
  let rest = ''
  return (more) => {
    const now = sharedNow()
    rest += more
    let end = 0
    for (const found of rest.matchAll(SENT_AT)) {
      delays.push(now - Number(found[1]))
      end = found.index + found[0].length
    }
    rest = rest.slice(end)
  }
}

function questionOf(
  { kilobytes, url, wanted }: Pick<Asked, 'kilobytes' | 'url' | 'wanted'>,
  most: number,
): Question {
  return { url, body: question(kilobytes, wanted), wanted, session: SESSION, agent: agentFor(most) }
}

function summed(answers: readonly Answer[]): Omit<Done, 'tookMs' | 'delayMs'> {
  const wrong = answers.flatMap((answer) => answer.wrong ?? [])
  const firstByteMs = median(answers.map((answer) => answer.firstByteMs).filter((ms) => !Number.isNaN(ms)))
  return { asked: answers.length, wrong: wrong.length, firstWrong: wrong[0] ?? null, firstByteMs }
}
