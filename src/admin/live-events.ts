/**
 * What happens, told to whoever listens. Nothing is gathered while nobody does:
 * the first listener begins, and a minute after the last one has left all is
 * forgotten. Ids only grow: who comes back within that time misses nothing, and
 * otherwise is told so.
 */
import type { Role } from '../core/access/login.ts'
import type { LogEvent } from '../ports/log.ts'
import type { Cancel, Clock } from '../ports/clock.ts'
import type { EventReader } from '../ports/control.ts'
import { AppError } from '../errors/app-error.ts'
import type { ProxyStatus } from './contract.ts'
import type { LiveEventName } from './contract/events.ts'
import type { EventTap } from './event-tap.ts'

interface Source {
  /** Of the proxy: what comes before the number in an id. */
  readonly instance: string
  readonly tap: EventTap
  readonly clock: Clock
  readonly status: () => ProxyStatus
  /** Something cheap that differs when the status does, besides events. */
  readonly mark: () => string
  /** Takes keys out of a text. */
  readonly redact: (text: string) => string
}

interface Listener {
  readonly reader: EventReader
  readonly role: Role
  /** Rejects when whoever listens may not any more. */
  readonly stillIn: () => Promise<unknown>
}

/** Events that were told together, in their order. */
interface Told {
  /** Number of the first. */
  readonly from: number
  /** Number of the last. */
  readonly to: number
  readonly bytes: Buffer
}

/** Events of this time are told together: a write for each cost more than all else that a request costs. */
const GATHER_MS = 50
const GATHER_CHARACTERS = 2 ** 14
/**
 * A second of a busy proxy, and minutes of a usual one. Less than what may wait for a reader: whoever comes back is
 * sent all of it at once, and must not be cut off for that.
 */
const MOST_KEPT_BYTES = 2 ** 19
const KEPT_AFTER_LAST_MS = 60_000
/** How often is looked whether the status has changed. */
const LOOK_MS = 500
/** A status is told as often as that in any case, so that silence means that the connection is dead. */
const STATUS_MS = 5_000
/** How often is looked whether those who listen still may. */
const RECHECK_MS = 15_000
/** Each keeps a connection and what it has not read yet. */
const MOST_LISTENERS = 32
/** Who has a shared link must not keep those out who gave it. */
const MOST_VIEWERS = 24
/** What a browser waits before it comes back. */
const RETRY = Buffer.from('retry: 1000\n\n')

export class LiveEvents {
  readonly #source: Source
  readonly #listeners = new Set<Listener>()
  /** Newest last; null while nobody has listened for a while. */
  #kept: Told[] | null = null
  #keptBytes = 0
  /** Number of the newest event. */
  #last = 0
  /** What is still to be told, as it will be written. */
  #gathered = ''
  #gatheredFrom = 0
  #cancelTelling: Cancel = nothing
  #cancel: Cancel = nothing
  #stopListening: Cancel = nothing
  #toldMark = ''
  #toldAt = 0
  #recheckedAt = 0

  constructor(source: Source) {
    this.#source = source
  }

  /** Whether anything is gathered. */
  get isGathering(): boolean {
    return this.#kept !== null
  }

  /** Throws `no-room` when too many listen already. */
  admit(role: Role): void {
    const viewers = [...this.#listeners].filter((one) => one.role === 'viewer').length
    const isFull = role === 'viewer' && viewers >= MOST_VIEWERS
    if (this.#listeners.size < MOST_LISTENERS && !isFull) return
    const why = `${String(isFull ? viewers : MOST_LISTENERS)} dashboards are open already. Close one.`
    throw new AppError('no-room', why)
  }

  /** Tells everything from now on, and what came after `from`, the id of an earlier event; null begins now. */
  listen(listener: Listener, from: string | null): Cancel {
    const { clock } = this.#source
    this.#begin()
    this.#tell()
    const { reader } = listener
    reader.write(RETRY)
    const missed = from === null ? [] : this.#after(from)
    if (missed === null) reader.write(Buffer.from(this.#written('reset', '{}')))
    else for (const bytes of missed) reader.write(bytes)
    reader.write(this.#statusNow())
    this.#listeners.add(listener)
    if (this.#listeners.size === 1) {
      this.#cancel()
      this.#recheckedAt = clock.now()
      this.#cancel = clock.after(LOOK_MS, this.#look)
    }
    return () => {
      this.#leave(listener)
    }
  }

  /** Ends the streams of those who may not listen any more. */
  async recheck(): Promise<void> {
    this.#recheckedAt = this.#source.clock.now()
    await Promise.all(
      [...this.#listeners].map((listener) =>
        listener.stillIn().catch(() => {
          listener.reader.end()
        }),
      ),
    )
  }

  /** Ends all streams. */
  close(): void {
    this.#tell()
    for (const { reader } of [...this.#listeners]) reader.end()
    this.#cancel()
    this.#forget()
  }

  #begin(): void {
    if (this.#kept !== null) return
    this.#kept = []
    // A gap: what happened while nobody listened has no number.
    this.#last += 1
    this.#stopListening = this.#source.tap.listen(this.#onEvent)
  }

  #leave(listener: Listener): void {
    if (!this.#listeners.delete(listener) || this.#listeners.size > 0) return
    this.#cancel()
    this.#cancel = this.#source.clock.after(KEPT_AFTER_LAST_MS, () => {
      this.#forget()
    })
  }

  #forget(): void {
    this.#kept = null
    this.#keptBytes = 0
    this.#gathered = ''
    this.#cancelTelling()
    this.#stopListening()
    this.#cancel = nothing
  }

  readonly #onEvent = (event: LogEvent): void => {
    if (isNoNews(event)) return
    this.#last += 1
    if (this.#gathered === '') {
      this.#gatheredFrom = this.#last
      this.#cancelTelling = this.#source.clock.after(GATHER_MS, this.#tell)
    }
    this.#gathered += this.#written(event.event, JSON.stringify(event))
    if (this.#gathered.length >= GATHER_CHARACTERS) this.#tell()
  }

  readonly #tell = (): void => {
    if (this.#gathered === '') return
    this.#cancelTelling()
    const bytes = Buffer.from(this.#source.redact(this.#gathered))
    this.#gathered = ''
    this.#keep({ from: this.#gatheredFrom, to: this.#last, bytes })
    for (const { reader } of this.#listeners) reader.write(bytes)
  }

  #keep(told: Told): void {
    const kept = this.#kept
    if (kept === null) return
    kept.push(told)
    this.#keptBytes += told.bytes.length
    while (this.#keptBytes > MOST_KEPT_BYTES) this.#keptBytes -= kept.shift()?.bytes.length ?? 0
  }

  /** What was told after that id; null where that is not known any more. */
  #after(id: string): readonly Buffer[] | null {
    const { instance } = this.#source
    const kept = this.#kept ?? []
    const n = id.startsWith(`${instance}-`) ? Number(id.slice(instance.length + 1)) : NaN
    const first = kept[0]?.from ?? this.#last + 1
    if (!Number.isInteger(n) || n < first - 1 || n > this.#last) return null
    return kept
      .filter(({ to }) => to > n)
      .map(({ bytes, from }) => (from > n ? bytes : bytes.subarray(bytes.indexOf(this.#idLine(n + 1)))))
  }

  readonly #look = (): void => {
    const { clock, mark } = this.#source
    this.#cancel = clock.after(LOOK_MS, this.#look)
    const now = clock.now()
    // Before the last time: the clock was set back.
    const isDue = now - this.#toldAt >= STATUS_MS || now < this.#toldAt
    if (isDue || `${mark()} ${String(this.#last)}` !== this.#toldMark) {
      this.#tell()
      const bytes = this.#statusNow()
      for (const { reader } of this.#listeners) if (!reader.isBehind) reader.write(bytes)
    }
    if (Math.abs(now - this.#recheckedAt) >= RECHECK_MS) void this.recheck()
  }

  #statusNow(): Buffer {
    const { clock, mark, redact, status } = this.#source
    this.#toldMark = `${mark()} ${String(this.#last)}`
    this.#toldAt = clock.now()
    return Buffer.from(this.#written('status', redact(JSON.stringify(status()))))
  }

  /** Source: https://html.spec.whatwg.org/multipage/server-sent-events.html. */
  #written(name: LiveEventName, data: string): string {
    return `${this.#idLine(this.#last)}event: ${name}\ndata: ${data}\n\n`
  }

  #idLine(n: number): string {
    return `id: ${this.#source.instance}-${String(n)}\n`
  }
}

/** What the answer of a request tells again. Whoever looks at the dashboard would be told of looking. */
const isNoNews = (event: LogEvent): boolean =>
  event.event === 'commit' ||
  (event.event === 'attempt' && event.outcome === 'ok') ||
  (event.event === 'answer' && event.ending === 'local')

const nothing = (): void => undefined
