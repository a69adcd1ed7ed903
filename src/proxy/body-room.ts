/**
 * Memory for request bodies, shared by all requests. Whoever finds no room
 * waits its turn, first come first served, so that many large bodies slow each
 * other down instead of ending the process.
 */
export class BodyRoom {
  #free: number
  readonly #total: number
  readonly #waiting: { readonly bytes: number; readonly enter: () => void }[] = []

  constructor(totalBytes: number) {
    this.#total = totalBytes
    this.#free = totalBytes
  }

  /** Waits until there is room for `bytes` and takes it. Call the result once to give it back. */
  async take(bytes: number): Promise<() => void> {
    // A body larger than everything must still pass when it is alone.
    const share = Math.min(bytes, this.#total)
    if (this.#waiting.length > 0 || share > this.#free) {
      await new Promise<void>((enter) => this.#waiting.push({ bytes: share, enter }))
    } else {
      this.#free -= share
    }
    let isHeld = true
    return () => {
      if (isHeld) this.#giveBack(share)
      isHeld = false
    }
  }

  #giveBack(bytes: number): void {
    this.#free += bytes
    for (
      let next = this.#waiting[0];
      next !== undefined && next.bytes <= this.#free;
      next = this.#waiting[0]
    ) {
      this.#waiting.shift()
      this.#free -= next.bytes
      next.enter()
    }
  }

  /** Bytes that nobody holds. */
  get freeBytes(): number {
    return this.#free
  }
}
