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

/** When an attempt is to be given up, after how long (milliseconds), and how that is told. */
interface Due {
  readonly at: number
  readonly ms: number
  readonly why: keyof typeof WHY
}

const WHY = {
  connection: (span: string) => `waited ${span} for a connection`,
  content: (span: string) => `waited ${span} for the first content`,
  silent: (span: string) => `silent for ${span}`,
  idle: (span: string) => `waited ${span} for more of the answer`,
  empty: (span: string) => `no content for ${span}`,
  deadline: () => 'the time of the request was over',
} as const

/** Somebody else may become free while the last one is waited for. */
const LOOK_AGAIN_MS = 1_000

/**
 * The timer of one attempt. Healthy thinking can be long and show nothing but
 * pings, so that only silence, or the end of the request's own time, ends an
 * answer that has begun, or one that nobody else could give. `now` is epoch ms.
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
  /** When the clock rings (epoch ms): at what is due, or before. Most of what is due is put off before that. */
  #ringsAt = Infinity

  /** Begins with the wait for a connection. */
  constructor(limits: Limits, clock: Clock, now: number, onTimeOut: (phase: Phase, why: string) => void) {
    this.#limits = limits
    this.#clock = clock
    this.#onTimeOut = onTimeOut
    this.#since = this.#byteAt = this.#contentAt = now
    this.#wait(now)
  }

  enter(phase: Phase, now: number): void {
    this.#phase = phase
    this.#since = this.#byteAt = this.#contentAt = now
    this.#wait(now)
  }

  stop(): void {
    this.#cancel()
    this.#ringsAt = Infinity
  }

  onHead(now: number): void {
    this.#hasHead = true
    this.#byteAt = now
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
    const at = Math.max(now + 1, Math.min(this.#due(now).at, now + this.#lookAgainMs(now)))
    if (at >= this.#ringsAt) return
    this.#cancel()
    this.#ringsAt = at
    this.#cancel = this.#clock.after(at - now, this.#look)
  }

  readonly #look = (): void => {
    this.#ringsAt = Infinity
    const now = this.#clock.now()
    if (this.#isPaused) this.#byteAt = this.#contentAt = now
    const { at, ms, why } = this.#due(now)
    if (now >= at) this.#onTimeOut(this.#phase, WHY[why](`${String(ms / 1_000)} s`))
    else this.#wait(now)
  }

  #due(now: number): Due {
    const { connectMs, deadlineAt } = this.#limits
    if (this.#phase === 'more-content') return this.#dueAfterCommit()
    const due: Due =
      this.#phase === 'connection'
        ? { at: this.#since + connectMs, ms: connectMs, why: 'connection' }
        : this.#dueBeforeCommit(now)
    return due.at <= deadlineAt ? due : { at: deadlineAt, ms: 0, why: 'deadline' }
  }

  #dueBeforeCommit(now: number): Due {
    const { firstContentMs, isLast, lastQuietMs, quietMs } = this.#limits
    const at = this.#since + firstContentMs
    const plain: Due = { at, ms: firstContentMs, why: 'content' }
    if (now < at) return plain
    const isAlone = isLast()
    if (!this.#hasHead && isAlone) return { at: Infinity, ms: 0, why: 'content' }
    if (!this.#hasBegun && !isAlone) return plain
    const silentMs = isAlone ? lastQuietMs : quietMs
    const silentAt = this.#byteAt + silentMs
    return silentAt < at ? plain : { at: silentAt, ms: silentMs, why: 'silent' }
  }

  #dueAfterCommit(): Due {
    const { idleMs, noContentMs } = this.#limits
    const silentAt = this.#byteAt + idleMs
    const emptyAt = this.#contentAt + noContentMs
    if (silentAt <= emptyAt) return { at: silentAt, ms: idleMs, why: 'idle' }
    return { at: emptyAt, ms: noContentMs, why: 'empty' }
  }

  #lookAgainMs(now: number): number {
    const isOver = this.#phase === 'first-content' && now >= this.#since + this.#limits.firstContentMs
    return isOver ? LOOK_AGAIN_MS : Infinity
  }
}
