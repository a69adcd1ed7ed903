import type { Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { answerHeaders, header } from '../anthropic/headers.ts'
import type { AnswerSink } from '../ports/sender.ts'

const DECODERS: ReadonlyMap<string, () => Transform> = new Map<string, () => Transform>([
  ['gzip', createGunzip],
  ['x-gzip', createGunzip],
  ['deflate', createInflate],
  ['br', createBrotliDecompress],
  ['zstd', createZstdDecompress],
])

/**
 * Some endpoints compress although `identity` was asked for. What must be read
 * is unpacked on its way to `sink`, which then sees neither the encoding nor a
 * length that no longer holds. Everything else passes packed.
 */
export function decoded(sink: AnswerSink, mustRead: boolean): AnswerSink {
  return mustRead ? new Decoding(sink) : sink
}

class Decoding implements AnswerSink {
  readonly #sink: AnswerSink
  #decoder: Transform | null = null

  constructor(sink: AnswerSink) {
    this.#sink = sink
  }

  onSent(): void {
    this.#sink.onSent()
  }

  onWritten(): void {
    this.#sink.onWritten()
  }

  onHead(status: number, headers: readonly string[]): void {
    const create = DECODERS.get((header(headers, 'content-encoding') ?? '').trim().toLowerCase())
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
    else this.#decoder.write(bytes)
  }

  onEnd(): void {
    if (this.#decoder === null) this.#sink.onEnd()
    else this.#decoder.end()
  }

  onFailure(failure: Parameters<AnswerSink['onFailure']>[0]): void {
    this.#decoder?.destroy()
    this.#sink.onFailure(failure)
  }
}
