import { AppError } from '../errors/app-error.ts'
import type { Clock } from '../ports/clock.ts'

/** How much room there is, and how long anybody waits for some. */
interface RoomLimits {
  readonly totalBytes: number
  readonly waitMs: number
}

interface Waiting {
  readonly bytes: number
  readonly enter: () => void
}

/**
 * Memory for request bodies, shared by all requests. Whoever finds no room
 * waits its turn, first come first served, so that many large bodies slow each
 * other down instead of ending the process.
 */
export class BodyRoom {
  readonly #clock: Pick<Clock, 'after'>
  readonly #limits: () => RoomLimits
  #taken = 0
  readonly #waiting: Waiting[] = []

  /** `limits` are asked anew each time: they may change. */
  constructor(clock: Pick<Clock, 'after'>, limits: () => RoomLimits) {
    this.#clock = clock
    this.#limits = limits
  }

  /**
   * Waits until there is room for `bytes` and takes it. Call the result once to
   * give it back. Rejects with `no-room` when its turn does not come in time.
   */
  async take(bytes: number): Promise<() => void> {
    const atOnce = this.takeAtOnce(bytes)
    if (atOnce !== null) return atOnce
    await this.#turn(bytes)
    return this.#held(bytes)
  }

  /** The same without a wait; null when there is no room now. */
  takeAtOnce(bytes: number): (() => void) | null {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) return null
    this.#taken += bytes
    return this.#held(bytes)
  }

  #held(bytes: number): () => void {
    let isHeld = true
    return () => {
      if (isHeld) this.#giveBack(bytes)
      isHeld = false
    }
  }

  #turn(bytes: number): Promise<void> {
    const { waitMs } = this.#limits()
    return new Promise((resolve, reject) => {
      const waiting = {
        bytes,
        enter: () => {
          cancel()
          resolve()
        },
      }
      const cancel = this.#clock.after(waitMs, () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        reject(noRoom(waitMs))
        // Those behind it may be smaller.
        this.#admit()
      })
      this.#waiting.push(waiting)
    })
  }

  /** A body larger than everything must still pass when it is alone. */
  #fits(bytes: number): boolean {
    return this.#taken === 0 || this.#taken + bytes <= this.#limits().totalBytes
  }

  #giveBack(bytes: number): void {
    this.#taken -= bytes
    this.#admit()
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined && this.#fits(next.bytes); next = this.#waiting[0]) {
      this.#waiting.shift()
      this.#taken += next.bytes
      next.enter()
    }
  }

  /** Bytes that somebody holds. */
  get takenBytes(): number {
    return this.#taken
  }
}

const noRoom = (waitMs: number): AppError => {
  const why = `There was no room for the request's body within ${String(waitMs / 1_000)} s: too many large ones at once. The setting body.total makes more.`
  return new AppError('no-room', why)
}
