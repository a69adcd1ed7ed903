import { createBrotliCompress, createDeflate, createGzip, createZstdCompress } from 'node:zlib'
import type { Encoding } from './act.ts'

/** Turns the bytes of a body into those of its `content-encoding`, piece by piece. */
export interface Encoder {
  /** All that the body has become so far: a stream's events must not wait in here for the next ones. */
  readonly push: (bytes: Buffer) => Promise<Buffer>
  readonly end: () => Promise<Buffer>
}

const COMPRESSORS = {
  gzip: createGzip,
  br: createBrotliCompress,
  deflate: createDeflate,
  zstd: createZstdCompress,
}

export function startEncoder(encoding: Encoding | undefined): Encoder {
  if (encoding === undefined) return { push: async (bytes) => bytes, end: async () => Buffer.alloc(0) }
  const compressor = COMPRESSORS[encoding]()
  let made: Buffer[] = []
  compressor.on('data', (bytes: Buffer) => made.push(bytes))
  const take = (): Buffer => {
    const bytes = Buffer.concat(made)
    made = []
    return bytes
  }
  return {
    push: (bytes) =>
      new Promise((resolve) => {
        compressor.write(bytes)
        compressor.flush(() => {
          resolve(take())
        })
      }),
    end: () =>
      new Promise((resolve) => {
        compressor.once('end', () => {
          resolve(take())
        })
        compressor.end()
      }),
  }
}
