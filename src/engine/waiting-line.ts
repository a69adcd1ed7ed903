import type { Demand } from '../core/failover/asker.ts'

/** What a request is limited to. */
type Bound = Pick<Demand, 'fence' | 'holder'>

/** What the line knows of a request. */
type Waiting = Bound & { readonly place: number }

export type LineContents = readonly (readonly [place: number, Bound])[]

/** Who waits for a turn, first come first served, each among those that the same endpoints may serve. */
export class WaitingLine {
  #last = 0
  readonly #bounds = new Map<number, Bound>()

  newPlace(): number {
    this.#last += 1
    return this.#last
  }

  join({ fence, holder, place }: Waiting): void {
    this.#bounds.set(place, { fence, holder })
  }

  has(place: number): boolean {
    return this.#bounds.has(place)
  }

  /** A copy of all that is in it. */
  contents(): LineContents {
    return [...this.#bounds]
  }

  replace(contents: LineContents): void {
    this.#bounds.clear()
    for (const [place, of] of contents) this.#bounds.set(place, of)
  }

  /** Whether it stood there. */
  leave(place: number): boolean {
    return this.#bounds.delete(place)
  }

  /** How many came before it that may be served by the same. */
  aheadOf({ fence, holder, place }: Waiting): number {
    let ahead = 0
    for (const [other, of] of this.#bounds) {
      if (other < place && of.fence === fence && of.holder === holder) ahead += 1
    }
    return ahead
  }
}
