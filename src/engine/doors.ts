/** Those that the same endpoints serve with the same model, and that were held for it. */
export type Group = string

/** How those of a group are let out. */
interface Door {
  /** That may be out without a commit at once: it doubles with each commit, and a failure begins anew. */
  most: number
  out: number
  /** When the last one went (epoch ms). */
  lastAt: number
}

export type DoorContents = readonly (readonly [Group, Door])[]

/** However long an answer takes, the next one goes after this. */
const EVERY_MS = 1_000
const MOST_AT_ONCE = 1_024

/** Whoever is back after many were held for it is not to be met by all of them at once. */
export class Doors {
  readonly #doors = new Map<Group, Door>()

  has(group: Group): boolean {
    return this.#doors.has(group)
  }

  open(group: Group): void {
    if (!this.#doors.has(group)) this.#doors.set(group, { most: 1, out: 0, lastAt: 0 })
  }

  /** For how long one must wait that has `ahead` others before it (ms); 0: it may go. */
  waitMs(group: Group, ahead: number, now: number): number {
    const door = this.#doors.get(group)
    if (door === undefined || door.out + ahead < door.most) return 0
    // A clock that was set back says nothing of how long ago that was.
    const sinceMs = now < door.lastAt ? EVERY_MS : now - door.lastAt
    return EVERY_MS * ahead + Math.max(0, EVERY_MS - sinceMs)
  }

  onSent(group: Group, now: number): void {
    const door = this.#doors.get(group)
    if (door === undefined) return
    door.out += 1
    door.lastAt = now
  }

  /** What became of one that was sent, as far as it says whether the next ones may follow. */
  onPassed(group: Group, how: Passing): void {
    const door = this.#doors.get(group)
    if (door === undefined) return
    door.out = Math.max(0, door.out - 1)
    if (how === 'committed') door.most = Math.min(MOST_AT_ONCE, door.most * 2)
    if (how === 'failed') door.most = 1
  }

  /** Nobody waits behind it any more. */
  shut(group: Group): void {
    if (this.#doors.get(group)?.out === 0) this.#doors.delete(group)
  }

  contents(): DoorContents {
    return Array.from(this.#doors, ([group, door]) => [group, { ...door }])
  }

  replace(contents: DoorContents): void {
    this.#doors.clear()
    for (const [group, door] of contents) this.#doors.set(group, { ...door })
  }
}

export type Passing = 'committed' | 'failed' | 'cancelled'
