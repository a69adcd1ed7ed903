import { request } from 'node:http'
import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { BREAKS_AFTER_COMMIT, FAULTS, ODD_BUT_GOOD } from '../../src/lab/faults.ts'
import { readStream } from '../support/answer-text.ts'
import { sendMessage, type Answer } from '../support/http.ts'
import { eventually, SHORT_TIMERS, startRig, upstream } from '../support/rig.ts'
import { SETS_ASIDE } from '../support/sets-aside.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'

const REQUESTS = 6_000
const AT_ONCE = 30
const SEED = 20_261_124

const GOOD_SHARE = 0.5

/** What a client may see of a request: whole, broken behind its beginning, or refused; never two answers in one. */
function check(answer: Answer | null): 'whole' | 'broken' | 'refused' {
  if (answer === null) return 'broken'
  if (answer.status !== 200) {
    expect(answer.isComplete).toBe(true)
    return 'refused'
  }
  const body = answer.isComplete ? answer.body : wholeEvents(answer.body)
  expect(readStream(body).starts).toBeLessThanOrEqual(1)
  return answer.isComplete ? 'whole' : 'broken'
}

/** Without the event in whose middle it broke off. */
const wholeEvents = (body: Buffer): Buffer => body.subarray(0, Math.max(0, body.lastIndexOf('\n\n') + 2))

test(`${String(REQUESTS)} requests through a storm of every fault: each ends, none is spliced, nothing is left behind`, async () => {
  console.log(`seed ${String(SEED)}`)
  const roll = seeded(SEED)
  const faults = FAULTS.filter(({ expected }) => !SETS_ASIDE.has(expected))
  const pool: readonly Act[] = [...faults, ...BREAKS_AFTER_COMMIT, ...ODD_BUT_GOOD]
    .filter(
      ({ appliesTo, name }) => appliesTo !== 'whole' && name !== 'event-of-1-mb' && !name.startsWith('stall'),
    )
    .map(({ act }) => act)
  const draw = (): Act =>
    (roll() < GOOD_SHARE ? null : pool[Math.floor(roll() * pool.length)]) ?? { do: 'serve' }
  const ups = await Promise.all(['one', 'two', 'three'].map((name) => upstream(name, [], { remember: 100 })))
  for (const up of ups) up.play(...Array.from({ length: REQUESTS }, draw), { do: 'serve' })
  const { engine, events, proxy, url } = await startRig(ups, SHORT_TIMERS)

  const counts = { whole: 0, broken: 0, refused: 0, left: 0 }
  let left = REQUESTS
  const client = async (): Promise<void> => {
    while (left-- > 0) {
      if (roll() < 0.1) {
        await leaveEarly(url, roll() * 8)
        counts.left += 1
      } else counts[check(await sendMessage(url).catch(() => null))] += 1
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, client))
  console.log(counts)

  expect(counts.whole).toBeGreaterThan(REQUESTS / 4)
  await eventually('no request is open', () => proxy.open === 0)
  await eventually('nothing is in flight', () => engine.inFlight === 0)
  await eventually('every endpoint was let go', () => ups.every((up) => up.open === 0))
  const answers = events.filter(({ event }) => event === 'answer')
  // Of those that left, some did before their request arrived.
  expect(answers.length).toBeLessThanOrEqual(REQUESTS)
  expect(answers.length).toBeGreaterThanOrEqual(REQUESTS - counts.left)
  expect(events.filter(({ event }) => event === 'fault')).toEqual([])
  expect(
    answers.filter((one) => one.event === 'answer' && one.ending === 'served').length,
  ).toBeGreaterThanOrEqual(counts.whole)
})

/** A client that goes away after `ms`, wherever its answer is then. */
function leaveEarly(url: string, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const asking = request(`${url}/v1/messages`, { method: 'POST', agent: false }, (answer) => {
      answer.on('error', () => undefined).resume()
    })
    asking.on('error', () => undefined).on('close', resolve)
    asking.end('{"model":"m","messages":[],"stream":true}')
    setTimeout(() => asking.destroy(), ms)
  })
}
