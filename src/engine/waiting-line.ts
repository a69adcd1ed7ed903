import type { WaitReason } from '../core/failover/route.ts'
import type { Ask } from './ask.ts'

/** Whom a request may be served by, and its place. */
type Bound = Pick<Ask, 'fence' | 'holder' | 'place'>

/** A request as it asked last, and what it waits for. */
interface Waiting {
  readonly ask: Ask
  readonly why: WaitReason
}

export type LineContents = readonly (readonly [place: number, Waiting])[]

/** Who waits, first come first served, each among those that the same endpoints may serve. */
export class WaitingLine {
  #last = 0
  readonly #waiting = new Map<number, Waiting>()

  newPlace(): number {
    this.#last += 1
    return this.#last
  }

  join(ask: Ask, why: WaitReason): void {
    this.#waiting.set(ask.place, { ask, why })
  }

  has(place: number): boolean {
    return this.#waiting.has(place)
  }

  /** Everybody who waits, whatever for. */
  asks(): readonly Ask[] {
    return Array.from(this.#waiting.values(), ({ ask }) => ask)
  }

  /** A copy of all that is in it. */
  contents(): LineContents {
    return [...this.#waiting]
  }

  replace(contents: LineContents): void {
    this.#waiting.clear()
    for (const [place, of] of contents) this.#waiting.set(place, of)
  }

  /** Whether it stood there. */
  leave(place: number): boolean {
    return this.#waiting.delete(place)
  }

  /** How many wait for a turn that came before it and may be served by the same. */
  aheadOf({ fence, holder, place }: Bound): number {
    let ahead = 0
    for (const [other, { ask, why }] of this.#waiting) {
      if (other < place && why === 'turn' && ask.fence === fence && ask.holder === holder) ahead += 1
    }
    return ahead
  }
}
