import type { ServerResponse } from 'node:http'
import { NOTHING } from '../anthropic/reader.ts'
import type { AppError } from '../errors/app-error.ts'
import type { Answering } from '../ports/answering.ts'

const GATHERED_AT_MOST = 16 * 2 ** 10
/** An end up to here goes out as text, which Node joins to the headers: one piece instead of two costs 0.7 µs less at 1 kB, and as much at 3 kB. */
const TEXT_AT_MOST = 2 * 2 ** 10
/** Comes before anything else that happens; `queueMicrotask` of Node makes three objects more. */
const SOON = Promise.resolve()

/** The answer to one client, over its connection. */
export class ClientAnswer implements Answering {
  readonly #response: ServerResponse
  #isGone = false
  /** Headers that promise nothing are out. */
  #isEarly = false
  /** Bytes of this moment. The events of one read go out in one write: a write each cost a quarter more CPU. */
  #gathered: Buffer[] = []
  #gatheredBytes = 0
  onGone: (() => void) | null = null
  refusal: AppError | null = null
  /** Its place among the open ones, see `OpenAnswers`. */
  place = -1

  /** `onClosed` is called once, when nothing more can be sent: the answer is through, or the client gone. */
  constructor(response: ServerResponse, onClosed: () => void) {
    this.#response = response
    // The date is the endpoint's to tell.
    response.sendDate = false
    response.on('close', () => {
      if (!response.writableEnded) this.#leave()
      onClosed()
    })
    // A client that resets its connection is reported by `close`.
    response.on('error', ignored)
  }

  get isGone(): boolean {
    return this.#isGone
  }

  #leave(): void {
    if (this.#isGone) return
    this.#isGone = true
    this.onGone?.()
  }

  get isBegun(): boolean {
    return this.#response.headersSent
  }

  get isEarly(): boolean {
    return this.#isEarly
  }

  /** Whether it is under way: begun, and not ended. */
  get isUnderWay(): boolean {
    return this.isBegun && !this.#response.writableEnded
  }

  beginEarly(headers: readonly string[]): void {
    this.#isEarly = true
    this.#response.writeHead(200, [...headers])
  }

  begin(status: number, headers: readonly string[]): void {
    if (this.#isEarly) this.#isEarly = false
    else this.#response.writeHead(status, headers as string[])
  }

  write(bytes: Buffer): boolean {
    if (bytes.length > 0) this.#gather(bytes)
    return !this.#response.writableNeedDrain
  }

  #gather(bytes: Buffer): void {
    this.#gathered.push(bytes)
    this.#gatheredBytes += bytes.length
    if (this.#gatheredBytes >= GATHERED_AT_MOST) this.#response.write(this.#takeGathered())
    else if (this.#gathered.length === 1) void SOON.then(this.#writeGathered)
  }

  readonly #writeGathered = (): void => {
    if (this.#gathered.length > 0) this.#response.write(this.#takeGathered())
  }

  #takeGathered(): Buffer {
    const [first = NOTHING] = this.#gathered
    const all = this.#gathered.length > 1 ? Buffer.concat(this.#gathered, this.#gatheredBytes) : first
    this.#gathered = []
    this.#gatheredBytes = 0
    return all
  }

  whenDrained(run: () => void): void {
    this.#response.once('drain', run)
  }

  end(): void {
    this.#endWith(this.#takeGathered())
  }

  #endWith(bytes: Buffer): void {
    if (bytes.length > TEXT_AT_MOST) this.#response.end(bytes)
    else this.#response.end(bytes.toString('latin1'), 'latin1')
  }

  send(status: number, headers: readonly string[], body: Buffer): void {
    this.begin(status, [...headers, 'content-length', String(body.length)])
    this.#endWith(body)
  }

  /**
   * Ends it from our side for a fault of the request: whoever works for the client hears that it is gone. `refusal` is
   * then what it is still to be told, unless its answer had begun.
   */
  refuse(error: AppError): void {
    if (this.#response.writableEnded) return
    if (this.isBegun) this.dismiss()
    else {
      this.refusal = error
      this.onGone?.()
    }
  }

  /** Ends it from our side: whoever works for the client hears that it is gone, so that no endpoint is blamed. */
  dismiss(): void {
    this.#leave()
    this.cutOff()
  }

  cutOff(): void {
    const rest = this.#takeGathered()
    if (rest.length > 0) this.#response.write(rest)
    const { socket } = this.#response
    if (socket === null) this.#response.destroy()
    else socket.destroySoon()
  }
}

const ignored = (): void => undefined
