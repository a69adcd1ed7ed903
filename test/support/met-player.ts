import { setImmediate as turn } from 'node:timers/promises'
import type { EndpointStatus } from '../../src/admin/contract.ts'
import { endpointStatus } from '../../src/app/endpoint-status.ts'
import { NO_HISTORY } from '../../src/app/keep-history.ts'
import { LiveConfiguration } from '../../src/app/live-configuration.ts'
import { LiveTokens } from '../../src/app/live-tokens.ts'
import { isServingSource } from '../../src/core/probes.ts'
import { Engine } from '../../src/engine/engine.ts'
import { Holders } from '../../src/engine/holders.ts'
import { probe } from '../../src/health/probe.ts'
import { PLAYERS, type PlayerName } from '../../src/lab/players.ts'
import { startUpstream } from '../../src/lab/upstream.ts'
import type { Clock } from '../../src/ports/clock.ts'
import { startProxy } from '../../src/proxy/server.ts'
import { NO_QUEUE } from '../../src/queue/no-queue.ts'
import { UndiciSender } from '../../src/sender/undici-sender.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'
import { ask, given, slotOf } from './fleet.ts'
import { sendMessage } from './http.ts'
import { rigDocument } from './rig.ts'

/** How a player stands at last, and what it gets beside a good endpoint of the same weight. */
export interface MetPlayer {
  readonly status: EndpointStatus
  /** Of 1, by the scores of both. */
  readonly share: number
  /** Of 1, what would go to it of new requests like those before. */
  readonly now: number
}

const MODEL = 'claude-opus-5-5'
const SESSIONS = 40
const BETWEEN_MS = 1_000
const CHECKS = 5
const NEW_REQUESTS = 1_000
const START = 20_000 * 86_400_000

type Stage = Awaited<ReturnType<typeof startStage>>

/**
 * The real proxy between a client and two real upstreams, all on a clock that
 * moves only where somebody waits for it: Claude Code begins sessions of one
 * request each, then the player is checked.
 */
export async function metPlayer(name: PlayerName): Promise<MetPlayer> {
  const stage = await startStage(name)
  const { clock, engine, url } = stage
  const isOut = () => given(engine.allStandings()[0]).inFlight > 0
  try {
    for (let session = 0; session < SESSIONS; session++) {
      const headers = { 'user-agent': 'claude-cli/2.1.0', 'x-claude-code-session-id': `client-${session}` }
      await played(stage, () => sendMessage(url, { model: MODEL, max_tokens: 1_000 }, headers), isOut)
      await clock.pass(BETWEEN_MS)
    }
    for (let check = 0; check < CHECKS; check++) {
      const { probed } = await played(stage, stage.check)
      engine.probed(stage.endpoint.sourceId, probed)
      await clock.pass(BETWEEN_MS)
    }
    return found(stage)
  } finally {
    await stage.close()
  }
}

async function startStage(name: PlayerName) {
  const clock = fakeClock(START)
  const hurried = hurriedBy(clock)
  const player = await startUpstream({ clock: hurried, name, key: `key-of-${name}`, ...PLAYERS[name]() })
  const good = await startUpstream({ clock: hurried, name: 'beside' })
  const targets = [player, good].map(({ name: one, url }) => ({ name: one, url, weight: 100 }))
  const configuration = { number: 1, document: rigDocument(targets) }
  const live = new LiveConfiguration(configuration, { env: {}, flags: { 'proxy.port': 0 }, profile: null })
  const { profiles, settings, table } = live.now
  const rolls = { next: 0.5 }
  const dice = { roll: () => rolls.next }
  const engine = new Engine(table, { clock, dice })
  const sender = new UndiciSender()
  const vault = { resolve: (reference: string) => reference.replace('env:', 'key-of-') }
  const proxy = await startProxy(
    {
      ...{ engine, sender, vault, clock, settings, profiles, holders: new Holders() },
      ...{ trails: NO_HISTORY, parking: NO_QUEUE },
      ...{ clients: new LiveTokens(() => clock.now(), null), log: { write: () => undefined } },
      ...{ configuration: 1, host: '127.0.0.1', onlyProfile: null, noEndpoint: () => '' },
    },
    { answer: () => Promise.reject(new Error('nobody asks')) },
  )
  const endpoint = given(table.profiles[0]?.endpoints[0])
  const parts = {
    ...{ clock, sender, dice, thinkers: new Set<string>(), settings: () => settings },
    keyOf: () => ({ kind: 'key', key: vault.resolve(endpoint.credential) }) as const,
    isServing: () => isServingSource(engine.state, endpoint.sourceId, clock.now()),
  }
  return {
    ...{ clock, endpoint, engine, player, rolls, url: `http://127.0.0.1:${String(proxy.port)}` },
    check: () => probe({ endpoint, kind: 'conversation', model: null, mayAskAgain: true }, parts),
    close: async () => {
      await proxy.close()
      await sender.close()
      await Promise.all([player.close(), good.close()])
    },
  }
}

/** Each roll of the dice once: what chance comes to. */
function found({ clock, endpoint, engine, rolls }: Stage): MetPlayer {
  const [status, beside] = engine.allStandings().map((one) => endpointStatus(one, clock.now()))
  const mine = given(status).effectiveWeight.score
  let toIt = 0
  for (let index = 0; index < NEW_REQUESTS; index++) {
    rolls.next = (index + 0.5) / NEW_REQUESTS
    const slot = slotOf(engine.acquire(ask({ model: MODEL })))
    if (slot.endpoint === endpoint.id) toIt += 1
    engine.release(slot, { outcome: { kind: 'cancelled' }, progress: 'not-sent', limits: null })
  }
  const share = mine / (mine + given(beside).effectiveWeight.score)
  return { status: given(status), share, now: toIt / NEW_REQUESTS }
}

/** What an upstream waits for is there as soon as everybody had their turn. */
const hurriedBy = (clock: FakeClock): Clock => ({
  now: () => clock.now(),
  after: (ms, run) => {
    const cancel = clock.after(ms, run)
    void turn().then(() => clock.pass(ms))
    return cancel
  },
})

/**
 * To its end. While a player lets a message hang that somebody waits for, time
 * passes, and at no other time, so that all of it is the same in each run.
 */
async function played<T>({ clock, player }: Stage, work: () => Promise<T>, isOut = () => true): Promise<T> {
  // What was given up before may still be on its way out.
  while (player.open > 0) await turn()
  const before = player.seen.length
  let isOver = false
  const over = work().finally(() => (isOver = true))
  while (player.name === 'hangs' && !isOver) {
    const hangs = player.seen.slice(before).some(({ method }) => method === 'POST')
    if (hangs && isOut()) await clock.pass(BETWEEN_MS)
    else await turn()
  }
  return over
}
