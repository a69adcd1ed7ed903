import type { ServerResponse } from 'node:http'

/**
 * The answer to one client: begun at most once, then bytes, then its end.
 * Knows whether the client is still there.
 */
export class ClientAnswer {
  readonly #response: ServerResponse
  #isGone = false
  /** Called once, when the client leaves before its answer is complete. */
  onGone: (() => void) | null = null

  /** `onClosed` is called once, when nothing more can be sent: the answer is through, or the client gone. */
  constructor(response: ServerResponse, onClosed: () => void) {
    this.#response = response
    // The date is the endpoint's to tell.
    response.sendDate = false
    response.on('close', () => {
      if (!response.writableEnded) {
        this.#isGone = true
        this.onGone?.()
      }
      onClosed()
    })
    // A client that resets its connection is reported by `close`.
    response.on('error', () => undefined)
  }

  get isGone(): boolean {
    return this.#isGone
  }

  get isBegun(): boolean {
    return this.#response.headersSent
  }

  /** Whether it is under way: begun, and not ended. */
  get isUnderWay(): boolean {
    return this.isBegun && !this.#response.writableEnded
  }

  /** `headers` are name, value, name, value. */
  begin(status: number, headers: readonly string[]): void {
    this.#response.writeHead(status, [...headers])
  }

  /** False when the client reads slower than this: wait for `whenDrained`. */
  write(bytes: Buffer): boolean {
    return bytes.length === 0 || this.#response.write(bytes)
  }

  /** Calls `run` once, when a client that could take no more can again. */
  whenDrained(run: () => void): void {
    this.#response.once('drain', run)
  }

  end(): void {
    this.#response.end()
  }

  /** Headers and the whole body in one go. */
  send(status: number, headers: readonly string[], body: Buffer): void {
    this.begin(status, [...headers, 'content-length', String(body.length)])
    this.#response.end(body)
  }

  /** Breaks the connection behind what was written, so that the client knows its answer is not complete. */
  cutOff(): void {
    const { socket } = this.#response
    if (socket === null) this.#response.destroy()
    else socket.destroySoon()
  }
}
