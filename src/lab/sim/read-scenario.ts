/** A scenario as a person writes it, for whoever has parsed the YAML; or all that is wrong with it, each with its place. */
import { Reading, type ScenarioFault } from './reading.ts'
import {
  CLIENTS,
  DEEDS,
  EVENTS,
  type ClientGroup,
  type Happening,
  type Limit,
  type Nature,
  type ProxyEvent,
  type Scenario,
} from './scenario.ts'
import { ALL } from './selector.ts'

export type ReadScenario =
  | { readonly kind: 'valid'; readonly scenario: Scenario }
  | { readonly kind: 'invalid'; readonly faults: readonly ScenarioFault[] }

const DAY_MS = 86_400_000
const MOST_CLIENTS = 500
const MOST_AGENTS = 100
const MOST_BYTES_KB = 60_000

export function readScenario(value: unknown): ReadScenario {
  const faults: ScenarioFault[] = []
  const top = Reading.of(value, faults)
  if (top === null) return { kind: 'invalid', faults }
  const lastsMs = top.durationMs('lasts', 1_800_000, [60_000, DAY_MS])
  const scenario: Scenario = {
    about: top.both('about'),
    lastsMs,
    clients: top.list('clients').map(clientsOf),
    endpoints: top.list('endpoints').map(natureOf),
    happens: top.list('happens').map((part) => happeningOf(part, lastsMs)),
    proxy: top.list('proxy').map(eventOf),
  }
  if (scenario.clients.length === 0) top.fault('missing', 'clients', { key: 'clients' })
  top.end()
  return faults.length === 0 ? { kind: 'valid', scenario } : { kind: 'invalid', faults }
}

function clientsOf(part: Reading): ClientGroup {
  return part.done({
    like: part.choice('like', CLIENTS, 'claude-code'),
    count: part.whole('count', 1, [1, MOST_CLIENTS]),
    pauseMs: part.spread('pause', { usualMs: 2_000, rareMs: 20_000 }),
    agents: part.whole('agents', 0, [0, MOST_AGENTS]),
    model: part.text('model', 'claude-opus-5-5'),
    bytes: 1_000 * part.whole('kilobytes', 80, [1, MOST_BYTES_KB]),
    leaves: part.share('leaves', 0),
    sessionOf: part.whole('session-of', 40, [1, Number.MAX_SAFE_INTEGER]),
  })
}

function natureOf(part: Reading): Nature {
  const limit = part.part('limit')
  return part.done({
    at: part.selector('at', ALL),
    firstMs: part.spread('first-content', { usualMs: 1_200, rareMs: 8_000 }),
    restMs: part.spread('rest', { usualMs: 5_000, rareMs: 40_000 }),
    mostAtOnce: part.has('most-at-once') ? part.whole('most-at-once', 1, [1, 100_000]) : null,
    limit: limit === null ? null : limitOf(limit),
  })
}

const limitOf = (part: Reading): Limit =>
  part.done({
    requests: part.whole('requests', null, [1, 10_000_000]),
    perMs: part.durationMs('per', null, [1_000, 8 * DAY_MS]),
    firstEndMs: part.has('ends-in') ? part.durationMs('ends-in', null, [1_000, 8 * DAY_MS]) : null,
    of: part.choice('of', ['key', 'subscription'] as const, 'key'),
  })

function happeningOf(part: Reading, lastsMs: number): Happening {
  const everyMs = part.has('every') ? part.durationMs('every', null, [1_000, DAY_MS]) : null
  return part.done({
    at: part.selector('at', ALL),
    what: part.choice('what', EVENTS, null),
    fromMs: part.durationMs('from', 0, [0, DAY_MS]),
    toMs: part.durationMs('to', lastsMs, [0, DAY_MS]),
    everyMs,
    forMs: part.durationMs('for', (everyMs ?? 0) / 2, [0, DAY_MS]),
    share: part.share('share', 1),
    model: part.has('model') ? part.text('model', null) : null,
    status: part.whole('status', 500, [408, 599]),
    retryAfterS: part.has('retry-after')
      ? part.durationMs('retry-after', null, [0, 30 * DAY_MS]) / 1_000
      : null,
    times: part.whole('times', 5, [1, 1_000]),
  })
}

const eventOf = (part: Reading): ProxyEvent =>
  part.done({
    atMs: part.durationMs('at', null, [0, DAY_MS]),
    does: part.choice('does', DEEDS, null),
    where: part.selector('where', ALL),
  })
