/**
 * Follows the proxy: its events as they happen, its status as it changes. What is lost on the way heals by itself; until
 * then the page says since when it is stale.
 */
import type { ProxyStatus } from '../src/admin/contract.ts'
import type { LogEvent } from '../src/ports/log.ts'
import { access, readSession, readStatus } from './api.ts'
import { connection, onStatus, startClock, status } from './state.ts'

/** The proxy tells its status each five seconds: after more than two of them missed, the connection is dead. */
const SILENT_MS = 12_000
const LOOK_MS = 1_000
/** A page that nobody sees for so long lets go: a browser has six connections to the proxy, for all of its tabs. */
const REST_MS = 60_000
/** Waits before the next try, the last one again and again. */
const RETRY_MS = [500, 1_000, 2_000, 3_000] as const

type EventName = LogEvent['event']
/** All that the proxy may tell of, by the names under which it does. */
const EVENT_NAMES = Object.keys({
  attempt: true,
  commit: true,
  answer: true,
  endpoint: true,
  switch: true,
  probe: true,
  parked: true,
  'not-parked': true,
  retry: true,
  'answered-from-queue': true,
  'queue-fault': true,
  'state-not-saved': true,
  'trail-not-saved': true,
  'traces-not-sent': true,
  'not-notified': true,
  fault: true,
  listening: true,
  'settings-healed': true,
  'not-started': true,
  'config-followed': true,
  'config-refused': true,
  stopping: true,
  stopped: true,
  'lines-lost': true,
} satisfies Record<EventName, true>)

type Listener = (event: LogEvent) => void

const listeners = new Set<Listener>()
const resets = new Set<() => void>()
const link: {
  source: EventSource | null
  /** When something was last heard: by the clock, to be told, and by one that nobody sets. */
  heardAt: number
  heardTick: number
  tries: number
  lastId: string | null
  isResting: boolean
} = {
  source: null,
  heardAt: 0,
  heardTick: 0,
  tries: 0,
  lastId: null,
  isResting: false,
}

/** Calls `listener` for each event of the log; returns what ends that. */
export function onEvent(listener: Listener): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Calls `listener` when events were missed, so that everything has to be read anew; returns what ends that. */
export function onReset(listener: () => void): () => void {
  resets.add(listener)
  return () => resets.delete(listener)
}

/** Begins to follow, once for the life of the page. */
export function connect(): void {
  startClock()
  restWhileHidden()
  void readSession().then((answer) => {
    if (answer.kind !== 'ok') return later(answer.kind === 'refused' && answer.status === 401)
    void refresh()
    open()
  })
  setInterval(() => {
    const isSilent = link.source !== null && performance.now() - link.heardTick > SILENT_MS
    if (isSilent) lose()
  }, LOOK_MS)
}

function restWhileHidden(): void {
  const hidden: { timer: ReturnType<typeof setTimeout> | undefined } = { timer: undefined }
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hidden.timer)
    if (document.hidden) hidden.timer = setTimeout(rest, REST_MS)
    else if (link.isResting) {
      link.isResting = false
      void again()
    }
  })
}

function rest(): void {
  link.isResting = true
  link.source?.close()
  link.source = null
}

async function refresh(): Promise<void> {
  const answer = await readStatus()
  if (answer.kind === 'ok') heard(answer.value)
}

function open(): void {
  const from = link.lastId === null ? '' : `?from=${encodeURIComponent(link.lastId)}`
  const source = new EventSource(`/_qcc/api/v1/events${from}`)
  link.source = source
  link.heardTick = performance.now()
  source.addEventListener('open', () => {
    link.tries = 0
    heard(null)
  })
  source.addEventListener('error', lose)
  source.addEventListener('status', (event) => {
    link.lastId = event.lastEventId
    heard(dataOf(event) as ProxyStatus)
  })
  source.addEventListener('reset', (event) => {
    link.lastId = event.lastEventId === '' ? null : event.lastEventId
    heard(null)
    void refresh()
    for (const listener of resets) listener()
  })
  for (const name of EVENT_NAMES) {
    source.addEventListener(name, (event: MessageEvent) => {
      link.lastId = event.lastEventId
      heard(null)
      const told = dataOf(event) as LogEvent
      for (const listener of listeners) listener(told)
    })
  }
}

/** The browser's own retry knows no limit for silence and gives up on a refusal, so that ours is used throughout. */
function lose(): void {
  link.source?.close()
  link.source = null
  if (connection.value.kind === 'live') connection.value = { kind: 'stale', since: link.heardAt }
  const wait = RETRY_MS[Math.min(link.tries, RETRY_MS.length - 1)]
  link.tries += 1
  setTimeout(() => void again(), wait)
}

async function again(): Promise<void> {
  if (link.isResting) return
  const answer = await readSession()
  if (answer.kind === 'ok') {
    await refresh()
    open()
  } else later(answer.kind === 'refused' && answer.status === 401)
}

/** A browser that was logged out waits until somebody has logged it in, and looks more rarely. */
function later(isLoggedOut: boolean): void {
  if (connection.value.kind !== 'stale')
    connection.value = { kind: 'stale', since: link.heardAt || Date.now() }
  const wait = isLoggedOut ? SILENT_MS : RETRY_MS[Math.min(link.tries, RETRY_MS.length - 1)]
  link.tries += 1
  setTimeout(() => void again(), wait)
}

/** A proxy of another version brings pages of its own. */
function heard(next: ProxyStatus | null): void {
  const known = status.value
  link.heardAt = Date.now()
  link.heardTick = performance.now()
  access.value = 'granted'
  connection.value = { kind: 'live' }
  if (next === null) return
  if (known !== null && known.version !== next.version) location.reload()
  onStatus(next)
}

const dataOf = (event: MessageEvent): unknown => JSON.parse(String(event.data))
