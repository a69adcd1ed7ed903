import { answerHeaders } from '../anthropic/headers.ts'
import { NOTHING } from '../anthropic/reader.ts'
import type { Answering } from '../ports/answering.ts'
import type { Attached } from '../ports/parking.ts'
import type { KeptAnswer } from '../ports/queue.ts'

/** Of one answer. A stream of the longest output that models give is a few megabytes. */
const MOST_BYTES = 64 * 2 ** 20

interface Reader {
  readonly client: Answering
  /** Header lines of ours for it. */
  readonly marks: readonly string[]
  readonly done: (how: Attached) => void
  /** How many chunks it has. */
  read: number
  isSlow: boolean
}

/**
 * The answer to a request that the queue sends: gathered, so that it can be
 * kept, and given to clients that come back meanwhile, to each at its own pace
 * and from the beginning.
 */
export class Running implements Answering {
  readonly #chunks: Buffer[] = []
  readonly #readers = new Set<Reader>()
  readonly #settled = Promise.withResolvers<undefined>()
  readonly #mostBytes: number
  #head: { readonly status: number; readonly headers: readonly string[] } | null = null
  #bytes = 0
  #phase: 'under way' | 'complete' | 'broken' = 'under way'
  #isGone = false
  #isGiven = false
  onGone: (() => void) | null = null
  /** Called whenever a client has got all of it. */
  onGiven: (() => void) | null = null

  constructor(mostBytes = MOST_BYTES) {
    this.#mostBytes = mostBytes
  }

  get isGone(): boolean {
    return this.#isGone
  }

  get isBegun(): boolean {
    return this.#head !== null
  }

  /** Nobody here needs headers before there is an answer. */
  get isEarly(): boolean {
    return false
  }

  /** Whether nothing more comes; what became of it may not be on disk yet. */
  get isOver(): boolean {
    return this.#phase !== 'under way'
  }

  get isTooLarge(): boolean {
    return this.#bytes > this.#mostBytes
  }

  /** Whether content of it reached a client. */
  hasFed = false

  /** Whether a client has all of it. */
  get isGiven(): boolean {
    return this.#isGiven
  }

  beginEarly(): void {
    // Its headers would promise nothing.
  }

  begin(status: number, headers: readonly string[]): void {
    this.#head = { status, headers }
  }

  /** Never too much at once: each client has its own pace, and what waits for it is kept here anyway. */
  write(bytes: Buffer): boolean {
    if (this.isTooLarge || bytes.length === 0) return true
    this.#bytes += bytes.length
    if (this.isTooLarge) this.dismiss()
    else {
      this.#chunks.push(bytes)
      this.#feedAll()
    }
    return true
  }

  whenDrained(run: () => void): void {
    run()
  }

  end(): void {
    this.#become('complete')
  }

  /** Nobody served: that is nothing for a client, which asks for itself then. */
  send(): void {
    this.#become('broken')
  }

  cutOff(): void {
    this.#become('broken')
  }

  /** Stops it: whoever sends hears that nobody wants the answer any more. */
  dismiss(): void {
    if (this.#isGone || this.isOver) return
    this.#isGone = true
    this.onGone?.()
  }

  /** Nothing more comes, whatever the sending said last. */
  over(): void {
    this.#become('broken')
  }

  /** What became of it is on disk, or cannot be. */
  settle(): void {
    this.over()
    this.#settled.resolve(undefined)
  }

  get settled(): Promise<undefined> {
    return this.#settled.promise
  }

  /** The whole answer; null when there is none. */
  get answer(): KeptAnswer | null {
    if (this.#head === null || this.#phase !== 'complete') return null
    return { ...this.#head, body: Buffer.concat(this.#chunks, this.#bytes) }
  }

  /** Gives a client what is there and what comes; `marks` are headers of ours for it. Resolves when it has all that it will get. */
  attach(client: Answering, marks: readonly string[]): Promise<Attached> {
    return new Promise((resolve) => {
      const reader: Reader = {
        ...{ client, marks, read: 0, isSlow: false },
        done: (how) => {
          client.onGone = null
          this.#readers.delete(reader)
          resolve(how)
        },
      }
      if (client.isGone) {
        resolve('gone')
        return
      }
      this.#readers.add(reader)
      client.onGone = () => {
        reader.done('gone')
      }
      this.#feed(reader)
    })
  }

  #become(phase: 'complete' | 'broken'): void {
    if (this.isOver) return
    this.#phase = phase
    this.#feedAll()
  }

  #feedAll(): void {
    for (const reader of this.#readers) this.#feed(reader)
  }

  #feed(reader: Reader): void {
    if (reader.isSlow) return
    this.#pour(reader)
    if (reader.isSlow || !this.isOver) return
    if (this.#phase === 'complete') {
      this.#isGiven = true
      reader.client.end()
      reader.done('served')
      this.onGiven?.()
    } else if (reader.read > 0) {
      reader.client.cutOff()
      reader.done('broken')
    } else reader.done('nothing')
  }

  /** What it has not got yet, as far as it can take it. */
  #pour(reader: Reader): void {
    const { client, marks } = reader
    while (reader.read < this.#chunks.length && !reader.isSlow) {
      if (reader.read === 0) {
        const { headers, status } = this.#head ?? { headers: [], status: 200 }
        client.begin(status, [...answerHeaders(headers), ...marks])
        this.hasFed = true
      }
      const hasRoom = client.write(this.#chunks[reader.read] ?? NOTHING)
      reader.read += 1
      if (hasRoom) continue
      reader.isSlow = true
      client.whenDrained(() => {
        reader.isSlow = false
        if (this.#readers.has(reader)) this.#feed(reader)
      })
    }
  }
}
