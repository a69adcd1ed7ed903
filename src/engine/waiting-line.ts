import type { Asker } from '../core/failover/asker.ts'
import { patientHoldMs, type WaitReason } from '../core/failover/hold.ts'
import type { Policy } from '../core/model.ts'
import type { Ask } from './ask.ts'
import { Doors, type DoorContents, type Group, type Passing } from './doors.ts'

/** Whom a request may be served by, and its place. */
type Bound = Pick<Ask, 'fence' | 'holder' | 'place'>

/** A request as it asked last, and what it waits for. */
interface Waiting {
  readonly ask: Ask
  readonly why: WaitReason
  /** Null for one that waits for its turn among all. */
  readonly group: Group | null
}

export interface LineContents {
  readonly waiting: readonly (readonly [place: number, Waiting])[]
  readonly doors: DoorContents
}

/** What a request meets. */
interface Before extends Pick<Asker, 'ahead' | 'giveWayMs'> {
  /** As many are held as may be, and it is none of them. */
  readonly isFull: boolean
}

type Holding = Pick<Policy, 'holdMs' | 'holdMost'>

/** Who waits, first come first served, each among those that the same endpoints may serve. */
export class WaitingLine {
  #last = 0
  #held = 0
  readonly #waiting = new Map<number, Waiting>()
  readonly #doors = new Doors()

  newPlace(): number {
    this.#last += 1
    return this.#last
  }

  join(ask: Ask, why: WaitReason, holding: Holding): void {
    this.#held += Number(isHeld(why)) - Number(isHeld(this.#waiting.get(ask.place)?.why))
    const group = groupOf(ask, holding)
    this.#waiting.set(ask.place, { ask, why, group })
    if (group !== null && why === 'turn') this.#doors.open(group)
  }

  has(place: number): boolean {
    return this.#waiting.has(place)
  }

  /** Those whose clients are held, one way or the other. */
  held(): readonly Ask[] {
    return [...this.#waiting.values()].filter(({ why }) => isHeld(why)).map(({ ask }) => ask)
  }

  /** A copy of all that is in it. */
  contents(): LineContents {
    return { waiting: [...this.#waiting], doors: this.#doors.contents() }
  }

  replace({ doors, waiting }: LineContents): void {
    this.#waiting.clear()
    for (const [place, of] of waiting) this.#waiting.set(place, of)
    this.#doors.replace(doors)
    this.#held = this.held().length
  }

  /** Whether it stood there. */
  leave(place: number): boolean {
    const one = this.#waiting.get(place)
    if (one === undefined) return false
    this.#waiting.delete(place)
    if (isHeld(one.why)) this.#held -= 1
    if (one.group !== null) this.#shut(one.group)
    return true
  }

  /** `isServable`: whether one of those that wait could go now; who could not keeps back none of its group. */
  before(ask: Ask, holding: Holding, isServable: (other: Ask) => boolean, now: number): Before {
    const isFull = this.#held >= holding.holdMost && !this.#waiting.has(ask.place)
    if (ask.isBehind === true) {
      const servable = [...this.#waiting.values()].filter((other) => isServable(other.ask))
      return { ahead: servable.length, giveWayMs: 0, isFull }
    }
    return { ahead: this.aheadOf(ask), giveWayMs: this.#giveWayMs(ask, holding, isServable, now), isFull }
  }

  /** How many wait for a turn that came before it and may be served by the same. */
  aheadOf({ fence, holder, place }: Bound): number {
    let ahead = 0
    for (const [other, { ask, why }] of this.#waiting) {
      if (other < place && why === 'turn' && ask.fence === fence && ask.holder === holder) ahead += 1
    }
    return ahead
  }

  #giveWayMs(ask: Ask, holding: Holding, isServable: (other: Ask) => boolean, now: number): number {
    const group = groupOf(ask, holding)
    if (group === null || !this.#doors.has(group)) return 0
    const before = this.#turnsIn(group).filter(({ place }) => place < ask.place)
    // Looking at each costs more than most requests need.
    if (this.#doors.waitMs(group, before.length, now) === 0) return 0
    return this.#doors.waitMs(group, before.filter(isServable).length, now)
  }

  /** One was sent; the result is its door, null when it is none of those that go one after another. */
  sent(ask: Ask, holding: Holding, now: number): Group | null {
    const group = groupOf(ask, holding)
    if (group === null) return null
    if (ask.course.rounds > 0) this.#doors.open(group)
    if (!this.#doors.has(group)) return null
    this.#doors.onSent(group, now)
    return group
  }

  /** What became of one that was sent; told once. */
  passed(live: { door: Group | null }, how: Passing): void {
    const { door: group } = live
    if (group === null) return
    live.door = null
    this.#doors.onPassed(group, how)
    this.#shut(group)
  }

  #shut(group: Group): void {
    if (this.#turnsIn(group).length === 0) this.#doors.shut(group)
  }

  #turnsIn(of: Group): readonly Ask[] {
    return [...this.#waiting.values()]
      .filter(({ group, why }) => why === 'turn' && group === of)
      .map(({ ask }) => ask)
  }
}

const isHeld = (why: WaitReason | undefined): boolean => why === 'turn' || why === 'rest'

/** Null for a request that has no time to lose by letting others go first. */
const groupOf = (ask: Ask, { holdMs }: Holding): Group | null =>
  patientHoldMs(ask, holdMs) === null ? null : JSON.stringify([ask.fence, ask.holder, ask.model])
