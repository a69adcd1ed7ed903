import { idsGivenIn } from './given-ids.ts'
import { fail, finish, pass, type Reader } from './reader.ts'
import { unpacked } from './unpacked.ts'

/** A list of a thousand files is well below it. */
const MOST_BYTES = 2 ** 20

/**
 * Lets every byte pass as it comes, and reads beside it which ids the answer
 * gives: `onGiven` has them before the client has the end. An answer that is
 * larger than any list tells nothing.
 */
export function givenIdsReader(encoding: string | null, onGiven: (ids: readonly string[]) => void): Reader {
  let copy: Buffer[] = []
  let bytes = 0
  return {
    onChunk: (chunk) => {
      bytes += chunk.length
      if (bytes <= MOST_BYTES) copy.push(chunk)
      else copy = []
      return pass(chunk)
    },
    onEnd: () => {
      const body = bytes <= MOST_BYTES ? unpacked(Buffer.concat(copy), encoding, MOST_UNPACKED) : null
      if (body !== null) onGiven(idsGivenIn(body.toString('latin1')))
      return finish()
    },
    onCut: () => fail({ kind: 'cut' }),
  }
}

const MOST_UNPACKED = 4 * MOST_BYTES
