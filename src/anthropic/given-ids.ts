/**
 * Ids of files and batches, where a request names them and an answer gives
 * them. Source: https://docs.claude.com/en/api/files-create and
 * https://docs.claude.com/en/api/creating-message-batches.
 */
import { NOTHING } from './reader.ts'

/** Longer than any that was seen. */
const LONGEST = 128

/** Whether answers of this path tell ids: what was made, one, or a list. Contents and results are somebody's own bytes. */
export function givesIds(method: string, path: string): boolean {
  if (method !== 'GET' && method !== 'POST') return false
  return /\/v1\/(?:files|messages\/batches)(?:\/[^/]+(?:\/cancel)?)?$/.test(path.split('?', 1)[0] ?? '')
}

/** The ids that an answer gives, each as the `id` of something; also in a list. */
export const idsGivenIn = (body: string): readonly string[] =>
  [...body.matchAll(/"id"\s*:\s*"((?:file|msgbatch)_[\w-]{1,120})"/g)].flatMap(([, id]) => id ?? [])

/** The ids that a URL names, in its path or, as the place in a list, in its query. */
export const idsNamedIn = (target: string): readonly string[] =>
  target.match(/(?<=[/=])(?:file|msgbatch)_[\w-]{1,120}(?![\w-])/g) ?? []

const FILE = '"file_'

/** What may be the id of a file in a JSON body: any short string that begins like one. */
export function* fileIdsIn(chunks: readonly Buffer[]): Generator<string> {
  let before: Buffer = NOTHING
  for (const chunk of chunks) {
    const piece = before.length === 0 ? chunk : Buffer.concat([before, chunk])
    for (let at = piece.indexOf(FILE); at >= 0; at = piece.indexOf(FILE, at + 1)) {
      const id = /^"(file_[\w-]+)"/.exec(piece.toString('latin1', at, at + LONGEST))?.[1]
      if (id !== undefined) yield id
    }
    // Where one chunk ends and the next begins may be in the middle of an id.
    before = piece.subarray(-LONGEST)
  }
}
