/**
 * Many processes on one virtual clock: each runs until it naps, and the one
 * whose nap ends first goes on. The same processes take the same course.
 */

/** A sleep until an instant (epoch ms); `wakes` ends it sooner, and returns how to be no longer told. */
export interface Nap {
  readonly until: number
  readonly wakes?: (wakeUp: () => void) => () => void
}

export type Process<T = void> = Generator<Nap, T, undefined>

interface Due {
  readonly at: number
  readonly serial: number
  readonly run: () => void
}

export class Agenda {
  now: number
  #serial = 0
  /** Sorted, the next one last. */
  readonly #due: Due[] = []

  constructor(now: number) {
    this.now = now
  }

  start(process: Process): void {
    this.#step(process)
  }

  /** Until everybody is through. */
  run(): void {
    for (let next = this.#due.pop(); next !== undefined; next = this.#due.pop()) {
      this.now = Math.max(this.now, next.at)
      next.run()
    }
  }

  #step(process: Process): void {
    const { done, value } = process.next()
    if (done === true) return
    let forget = (): void => undefined
    const goOn = (): void => {
      forget()
      this.#step(process)
    }
    const end = this.#at(value.until, goOn)
    // Whoever wakes it is in the middle of something.
    forget =
      value.wakes?.(() => {
        forget()
        this.#due.splice(this.#indexOf(end), 1)
        this.#at(this.now, goOn)
      }) ?? forget
  }

  #at(at: number, run: () => void): Due {
    // Real clocks tell whole milliseconds.
    const due = { at: Math.ceil(at), serial: this.#serial++, run }
    this.#due.splice(this.#indexOf(due), 0, due)
    return due
  }

  /** Where it stands, or would. */
  #indexOf(due: Due): number {
    let [low, high] = [0, this.#due.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (isLater(this.#due[middle], due)) low = middle + 1
      else high = middle
    }
    return low
  }
}

const isLater = (one: Due | undefined, than: Due): boolean =>
  one !== undefined && (one.at > than.at || (one.at === than.at && one.serial > than.serial))
