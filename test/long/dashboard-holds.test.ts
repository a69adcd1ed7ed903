// What the pages ask of a full history passes through the loop that streams pass through: how long each of them holds it.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Trail } from '../../src/ports/trail.ts'
import { openHistory } from '../../src/store/open-history.ts'
import { startApiRig, type ApiRig } from '../support/api-rig.ts'
import { configureHome, workDocument } from '../support/home.ts'
import { temporaryFolder } from '../support/qcc.ts'
import { idOf, upstream } from '../support/rig.ts'
import { attemptStep, trail } from '../support/trails.ts'

const REQUESTS = 50_000
/** Requests that end within a fifth of a second are written together: few of a day are. */
const BATCHES = 40_000
const DAY_MS = 86_400_000
const WEEK_MS = 7 * DAY_MS
/** Of the processor, so that nothing which runs beside it counts. */
const MOST_MS = 20
const NAMES = ['one', 'two'] as const
const USAGE = {
  ...{ input: 1_200, output: 800, cacheRead: 40_000, cacheWrite5m: 900, cacheWrite1h: 0, webSearches: 0 },
  ...{ tier: 'standard', speed: null, place: null, isPartial: false },
} as const

const CONSIDERED = Array.from({ length: 6 }, (_, at) => ({
  endpoint: `relay/endpoint-${String(at)}`,
  no: null,
}))

/** The `at`th request of a day that ends now. */
function requestAt(at: number, now: number): Trail {
  const name = NAMES[at % 3 === 0 ? 1 : 0]
  const contentMs = 400 + ((at * 7_919) % 4_001)
  const tookMs = contentMs + 6_000
  const receipt = { model: 'claude-sonnet-4-5', stopReason: 'end_turn', usage: USAGE }
  const step = {
    endpoint: `work/${name}`,
    endpointId: idOf(name),
    contentMs,
    tookMs,
    receipt,
    considered: CONSIDERED,
  }
  return trail({
    ...{
      request: `${at.toString(16).padStart(8, '0')}-1c1e-4d9a-8000-000000000000`,
      endpoint: step.endpoint,
    },
    ...{ arrivedAt: Math.round(now - DAY_MS + (at / REQUESTS) * DAY_MS), tookMs, contentAfterMs: contentMs },
    steps: [attemptStep(step)],
  })
}

async function fullHome() {
  const home = join(temporaryFolder(), 'home')
  const targets = await Promise.all(NAMES.map((name) => upstream(name, [{ do: 'serve' }])))
  await configureHome(home, workDocument(targets, { 'health.mode': 'passive' }))
  const history = await openHistory(join(home, 'history.db'))
  const now = Date.now()
  const trails = Array.from({ length: REQUESTS }, (_, at) => requestAt(at, now))
  const pairs = REQUESTS - BATCHES
  for (let batch = 0, at = 0; batch < BATCHES; batch++) {
    const size = batch % (BATCHES / pairs) === 0 ? 2 : 1
    await history.requests.add(trails.slice(at, at + size))
    at += size
  }
  history.close()
  return { home, targets, now }
}

interface Held {
  readonly tookMs: number
  /** The longest turn of the loop: by the clock, and of the processor. */
  readonly longestMs: number
  readonly longestCpuMs: number
}

/** Asks, and looks at each turn of the loop meanwhile. */
async function heldBy(rig: ApiRig, path: string): Promise<Held> {
  const watch = { isOver: false, longestMs: 0, longestCpu: 0 }
  let [at, cpu] = [performance.now(), process.threadCpuUsage()]
  const turn = (): void => {
    const [then, used] = [performance.now(), process.threadCpuUsage(cpu)]
    watch.longestMs = Math.max(watch.longestMs, then - at)
    watch.longestCpu = Math.max(watch.longestCpu, used.user + used.system)
    ;[at, cpu] = [then, process.threadCpuUsage()]
    if (!watch.isOver) setImmediate(turn)
  }
  setImmediate(turn)
  const begun = performance.now()
  const answer = await rig.ask('GET', path)
  watch.isOver = true
  expect([path, answer.status]).toEqual([path, 200])
  return {
    tookMs: performance.now() - begun,
    longestMs: watch.longestMs,
    longestCpuMs: watch.longestCpu / 1_000,
  }
}

test('no page holds what streams pass through', async () => {
  const { home, now, targets } = await fullHome()
  const rig = await startApiRig(targets, { home })
  const lastId = requestAt(REQUESTS - 1, now).request
  const firstId = requestAt(0, now).request
  const paths = [
    '/overview',
    '/overview',
    '/requests',
    '/requests?ending=broken',
    `/requests/${lastId}`,
    `/requests/${firstId}`,
    `/endpoints/${idOf('one')}`,
    `/endpoints/${idOf('one')}?since=${String(now - WEEK_MS)}`,
    '/switches',
    '/status',
    '/queue',
    '/versions',
    '/configuration',
  ]
  // Routes are loaded when they are asked for first.
  await rig.ask('GET', '/switches')
  const told: string[] = []
  for (const path of paths) {
    const { longestCpuMs, longestMs, tookMs } = await heldBy(rig, path)
    const turn = `longest turn ${longestMs.toFixed(0)} ms (${longestCpuMs.toFixed(0)} ms of the processor)`
    told.push(`${path} ${tookMs.toFixed(0)} ms, ${turn}`)
    expect([path, longestCpuMs < MOST_MS, longestCpuMs]).toEqual([path, true, longestCpuMs])
  }
  console.log(told.join('\n'))
})
