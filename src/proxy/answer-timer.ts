import type { Timers } from '../core/model.ts'
import type { Phase } from '../core/outcome.ts'
import type { Cancel, Clock } from '../ports/clock.ts'

/** How long an attempt may take. Durations in milliseconds. */
export interface Limits extends Timers {
  /** A message that has begun may take longer than its time to the first content, while bytes come this often. */
  readonly quietMs: number
  /** The longest silence after the headers where nobody else could be asked. */
  readonly lastQuietMs: number
  /** The longest time without content after the first, whatever else comes. */
  readonly noContentMs: number
  /** When the request as a whole must have its first content (epoch ms). */
  readonly deadlineAt: number
  /** Whether nobody else could be asked: then giving up serves nobody. */
  readonly isLast: () => boolean
}

/** When an attempt is to be given up, and how that is told. */
interface Due {
  readonly at: number
  readonly why: string
}

/** Somebody else may become free while the last one is waited for. */
const LOOK_AGAIN_MS = 1_000

/**
 * The timer of one attempt. Healthy thinking can be long and show nothing but
 * pings, so that only silence, or the end of the request's own time, ends an
 * answer that has begun, or one that nobody else could give.
 */
export class AnswerTimer {
  readonly #limits: Limits
  readonly #clock: Clock
  readonly #onTimeOut: (phase: Phase, why: string) => void
  #phase: Phase = 'connection'
  #since: number
  #byteAt: number
  #contentAt: number
  #hasHead = false
  #hasBegun = false
  /** The client takes no more for now; silence is then nobody's fault. */
  #isPaused = false
  #cancel: Cancel = () => undefined

  /** Begins with the wait for a connection. */
  constructor(limits: Limits, clock: Clock, onTimeOut: (phase: Phase, why: string) => void) {
    this.#limits = limits
    this.#clock = clock
    this.#onTimeOut = onTimeOut
    this.#since = this.#byteAt = this.#contentAt = clock.now()
    this.#wait(this.#since)
  }

  enter(phase: Phase): void {
    this.#phase = phase
    this.#since = this.#byteAt = this.#contentAt = this.#clock.now()
    this.#wait(this.#since)
  }

  stop(): void {
    this.#cancel()
  }

  onHead(): void {
    this.#hasHead = true
    this.#byteAt = this.#clock.now()
  }

  /** `hasBegun`: this is known to be a message. `isContent`: these were not only pings. */
  onBytes({ hasBegun, isContent }: { readonly hasBegun: boolean; readonly isContent: boolean }): void {
    this.#byteAt = this.#clock.now()
    this.#hasBegun = hasBegun
    if (isContent) this.#contentAt = this.#byteAt
  }

  pause(): void {
    this.#isPaused = true
  }

  resume(): void {
    this.#isPaused = false
    this.#byteAt = this.#contentAt = this.#clock.now()
  }

  #wait(now: number): void {
    this.#cancel()
    const { at } = this.#due(now)
    this.#cancel = this.#clock.after(Math.max(1, Math.min(at - now, this.#lookAgainMs(now))), () => {
      this.#look()
    })
  }

  #look(): void {
    const now = this.#clock.now()
    if (this.#isPaused) this.#byteAt = this.#contentAt = now
    const { at, why } = this.#due(now)
    if (now >= at) this.#onTimeOut(this.#phase, why)
    else this.#wait(now)
  }

  #due(now: number): Due {
    const { connectMs, deadlineAt } = this.#limits
    if (this.#phase === 'more-content') return this.#dueAfterCommit()
    const due =
      this.#phase === 'connection'
        ? { at: this.#since + connectMs, why: `waited ${inSeconds(connectMs)} for a connection` }
        : this.#dueBeforeCommit(now)
    return due.at <= deadlineAt ? due : { at: deadlineAt, why: 'the time of the request was over' }
  }

  #dueBeforeCommit(now: number): Due {
    const { firstContentMs, isLast, lastQuietMs, quietMs } = this.#limits
    const at = this.#since + firstContentMs
    const plain = { at, why: `waited ${inSeconds(firstContentMs)} for the first content` }
    if (now < at) return plain
    const isAlone = isLast()
    if (!this.#hasHead && isAlone) return { at: Infinity, why: '' }
    if (!this.#hasBegun && !isAlone) return plain
    const silentMs = isAlone ? lastQuietMs : quietMs
    const silentAt = this.#byteAt + silentMs
    return silentAt < at ? plain : { at: silentAt, why: `silent for ${inSeconds(silentMs)}` }
  }

  #dueAfterCommit(): Due {
    const { idleMs, noContentMs } = this.#limits
    const silentAt = this.#byteAt + idleMs
    const emptyAt = this.#contentAt + noContentMs
    if (silentAt <= emptyAt)
      return { at: silentAt, why: `waited ${inSeconds(idleMs)} for more of the answer` }
    return { at: emptyAt, why: `no content for ${inSeconds(noContentMs)}` }
  }

  #lookAgainMs(now: number): number {
    const isOver = this.#phase === 'first-content' && now >= this.#since + this.#limits.firstContentMs
    return isOver ? LOOK_AGAIN_MS : Infinity
  }
}

const inSeconds = (ms: number): string => `${String(ms / 1_000)} s`
