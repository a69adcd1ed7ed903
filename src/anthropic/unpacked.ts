import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib'

type Decode = (body: Buffer, options: { readonly maxOutputLength: number }) => Buffer

const DECODERS = new Map<string, Decode>([
  ['gzip', gunzipSync],
  ['x-gzip', gunzipSync],
  ['deflate', inflateSync],
  ['br', brotliDecompressSync],
  ['zstd', zstdDecompressSync],
])

/**
 * A whole body as it was before it was packed; `encoding` is the header's, null
 * without one. Null for what is not packed as it says, or is longer than
 * `mostBytes`.
 */
export function unpacked(body: Buffer, encoding: string | null, mostBytes: number): Buffer | null {
  const decode = DECODERS.get((encoding ?? '').trim().toLowerCase())
  if (decode === undefined) return body
  try {
    return decode(body, { maxOutputLength: mostBytes })
  } catch {
    return null
  }
}
