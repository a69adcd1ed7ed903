import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { answerHeaders, header } from '../anthropic/headers.ts'
import type { AnswerSink, Outbound, SendFailure, Sender, Sending } from '../ports/sender.ts'

const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
])

/**
 * Sends, and unpacks what must be read: some endpoints compress although
 * `identity` was asked for. The sink then sees neither the encoding nor a
 * length that no longer holds. Pausing holds back what is unpacked as well: a
 * small packed answer may be a large one.
 */
export function sendDecoded(sender: Sender, request: Outbound, sink: AnswerSink): Sending {
  const decoding = new Decoding(sink)
  decoding.over = sender.send(request, decoding)
  return decoding
}

class Decoding implements AnswerSink, Sending {
  readonly #sink: AnswerSink
  #decoder: Transform | null = null
  /** The send that is decoded; null while it starts. */
  over: Sending | null = null

  constructor(sink: AnswerSink) {
    this.#sink = sink
  }

  pause(): void {
    if (this.#decoder === null) this.over?.pause()
    else this.#decoder.pause()
  }

  resume(): void {
    if (this.#decoder === null) this.over?.resume()
    else this.#decoder.resume()
  }

  abort(): void {
    this.#decoder?.destroy()
    this.over?.abort()
  }

  onSent(): void {
    this.#sink.onSent()
  }

  onWritten(): void {
    this.#sink.onWritten()
  }

  onHead(status: number, headers: readonly string[]): void {
    const encoding = header(headers, 'content-encoding')
    const create = encoding === null ? undefined : DECODERS.get(encoding.trim().toLowerCase())
    if (create === undefined) {
      this.#sink.onHead(status, headers)
      return
    }
    this.#sink.onHead(status, answerHeaders(headers, ['content-encoding', 'content-length']))
    this.#decoder = create()
      .on('data', (bytes: Buffer) => {
        this.#sink.onData(bytes)
      })
      .on('end', () => {
        this.#sink.onEnd()
      })
      .on('error', (error: Error) => {
        this.#sink.onFailure({ reason: 'garbled', detail: error.message })
      })
  }

  onData(bytes: Buffer): void {
    if (this.#decoder === null) this.#sink.onData(bytes)
    else if (!this.#decoder.write(bytes)) {
      this.over?.pause()
      this.#decoder.once('drain', () => this.over?.resume())
    }
  }

  onEnd(): void {
    if (this.#decoder === null) this.#sink.onEnd()
    else this.#decoder.end()
  }

  onFailure(failure: SendFailure): void {
    this.#decoder?.destroy()
    this.#sink.onFailure(failure)
  }
}
