/**
 * Memory for request bodies, shared by all requests. Whoever finds no room
 * waits its turn, first come first served, so that many large bodies slow each
 * other down instead of ending the process.
 */
export class BodyRoom {
  readonly #totalBytes: () => number
  #taken = 0
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = []

  /** `totalBytes` is asked anew each time: it may change. */
  constructor(totalBytes: () => number) {
    this.#totalBytes = totalBytes
  }

  /** Waits until there is room for `bytes` and takes it. Call the result once to give it back. */
  async take(bytes: number): Promise<() => void> {
    if (this.#waiting.length > 0 || !this.#fits(bytes)) {
      await new Promise<void>((enter) => this.#waiting.push({ bytes, enter }))
    } else {
      this.#taken += bytes
    }
    let isHeld = true
    return () => {
      if (isHeld) this.#giveBack(bytes)
      isHeld = false
    }
  }

  /** A body larger than everything must still pass when it is alone. */
  #fits(bytes: number): boolean {
    return this.#taken === 0 || this.#taken + bytes <= this.#totalBytes()
  }

  #giveBack(bytes: number): void {
    this.#taken -= bytes
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
