import { expect, test } from 'vitest'
import type { Act } from '../../src/lab/act.ts'
import { sendMessage, type Answer } from '../support/http.ts'
import { countsOf, startProxyProcess, until } from '../support/proxy-process.ts'
import { rigDocument } from '../support/rig.ts'
import { seeded } from '../../src/lab/sim/seeded.ts'
import { startUpstreamProcess } from '../support/upstream-process.ts'

const SEED = 20_261_126
const STREAMS = 500
const DELTAS = 60
const FAULTY_SHARE = 0.2

const GOOD: Act = {
  do: 'serve',
  text: Array.from({ length: DELTAS }, (_, at) => `événement ${String(at)}, 世界; `).join(''),
  deltas: DELTAS,
  // Long enough for all to be open before the first one ends, also on a busy machine.
  manner: { firstAfterMs: 4_000, everyMs: 50 },
}
const FAULTS: readonly Act[] = [
  { do: 'status', status: 500 },
  { do: 'html' },
  { do: 'serve', breakAt: { phase: 'before-headers', how: 'reset' } },
  { do: 'serve', breakAt: { phase: 'after-start', how: 'end' } },
  { do: 'serve', breakAt: { phase: 'after-start', how: { error: { type: 'api_error', message: 'no' } } } },
]

const ask = (url: string, number: number): Promise<Answer> =>
  sendMessage(url, { messages: [{ role: 'user', content: `stream ${String(number).padStart(4, '0')}` }] })

/** All but the message's id, which is another for each. */
const bytesOf = ({ body }: Answer): string => body.toString().replace(/msg_lab_\d+_\d+/g, 'ID')

test(`${String(STREAMS)} streams at once come whole, byte by byte, over an endpoint that fails every fifth`, async () => {
  console.log(`seed ${String(SEED)}`)
  const roll = seeded(SEED)
  const acts = Array.from({ length: STREAMS }, () =>
    roll() < FAULTY_SHARE ? (FAULTS[Math.floor(roll() * FAULTS.length)] ?? GOOD) : GOOD,
  )
  const one = await startUpstreamProcess('one', acts)
  const two = await startUpstreamProcess('two', [GOOD])
  const wanted = bytesOf(await ask(two.url, 0))
  const settings = { 'circuit.failure-threshold': 1_000_000 }
  const proxy = await startProxyProcess(rigDocument([one, two], settings))
  const cpuMs = await proxy.cpuMs()

  const asked = Promise.all(Array.from({ length: STREAMS }, (_, number) => ask(proxy.url, number)))
  const peak = await until('all are open at once', async () => {
    const status = await proxy.status()
    return status.open === STREAMS ? status : null
  })
  const answers = await asked
  console.log({
    residentMbWithAllOpen: Math.round(peak.memoryBytes / 2 ** 20),
    cpuMsPerStream: (((await proxy.cpuMs()) - cpuMs) / STREAMS).toFixed(1),
  })

  expect(answers.map(({ isComplete, status }) => `${String(status)} ${String(isComplete)}`)).toEqual(
    Array<string>(STREAMS).fill('200 true'),
  )
  expect(answers.filter((answer) => bytesOf(answer) !== wanted).map(bytesOf)).toEqual([])
  const attempts = countsOf(answers.map(({ headers }) => String(headers['x-qcc-attempts'])))
  console.log({ attempts })
  expect(attempts['2']).toBeGreaterThan(FAULTY_SHARE * 0.5 * STREAMS)
  await proxy.settled()
  // An endpoint may end its answer a moment after the client has all of it.
  await until('both endpoints were let go', async () => {
    const open = (await one.open()) + (await two.open())
    return open === 0 ? open : null
  })
})
