import { buffer } from 'node:stream/consumers'
import { promisify } from 'node:util'
import type { Gzip } from 'node:zlib'
import type { KeptAnswer, KeptRequest, Sealer } from '../ports/queue.ts'
import type { Connection } from './connection.ts'
import type { Row } from './queue-rows.ts'

/** What of an item nobody may read without the key. */
type Part = 'request' | 'answer'

/** What is large or secret of the items: compressed, then sealed. Preparing and opening go on beside other work. */
export interface SealedParts {
  sealRequest(fingerprint: string, request: KeptRequest): Promise<Uint8Array>
  sealAnswer(fingerprint: string, answer: KeptAnswer): Promise<Uint8Array>
  /** Puts it in the place of what there was; within a transaction, as `drop`. */
  put(item: string, part: Part, sealed: Uint8Array): void
  drop(item: string, part: Part): void
  /** As it is stored; null when it is not there any more. */
  stored(item: string, part: Part): Uint8Array | null
  /** Null when it cannot be read. */
  openRequest(row: Row, sealed: Uint8Array): Promise<KeptRequest | null>
  openAnswer(row: Row, sealed: Uint8Array): Promise<KeptAnswer | null>
}

interface RequestHead {
  readonly path: string
  readonly headers: readonly string[]
}

/** Others save a tenth more of the room, and take twice the time: 1 MB of text takes 35 ms of a core with this one. */
const GZIP_LEVEL = 1

/** Loaded with the first part alone: that costs a tenth of a start, and most commands only count what is kept. */
const zlib = () => process.getBuiltinModule('node:zlib')
const expanded = (packed: Uint8Array): Promise<Buffer> => promisify<Uint8Array, Buffer>(zlib().gunzip)(packed)

export function sealedPartsIn({ db }: Connection, sealer: Sealer): SealedParts {
  const put = db.prepare(`
    INSERT INTO sealed_parts (item, part, sealed) VALUES (?, ?, ?)
    ON CONFLICT (item, part) DO UPDATE SET sealed = excluded.sealed`)
  const drop = db.prepare('DELETE FROM sealed_parts WHERE item = ? AND part = ?')
  const stored = db.prepare('SELECT sealed FROM sealed_parts WHERE item = ? AND part = ?')
  const weigh = db.prepare(`
    UPDATE items SET stored_bytes = (SELECT ifnull(sum(length(sealed)), 0) FROM sealed_parts WHERE item = id)
    WHERE id = ?`)
  const inTurn = takingTurns()
  const seal = (purpose: string, head: object, chunks: readonly Uint8Array[]): Promise<Uint8Array> =>
    inTurn(bytesOf(chunks), async () =>
      sealer.seal(await compressed([Buffer.from(`${JSON.stringify(head)}\n`), ...chunks]), purpose),
    )
  const open = (purpose: string, sealed: Uint8Array): Promise<[head: unknown, body: Buffer] | null> =>
    inTurn(sealed.length, async () => {
      const packed = await sealer.unseal(sealed, purpose)
      if (packed === null) return null
      const plain = await expanded(packed)
      const end = plain.indexOf('\n')
      return [JSON.parse(plain.toString('utf8', 0, end)), plain.subarray(end + 1)]
    })
  return {
    sealRequest: (fingerprint, { chunks, headers, path }) =>
      seal(purposeOf(fingerprint, 'request'), { path, headers } satisfies RequestHead, chunks),
    sealAnswer: (fingerprint, { body, headers }) => seal(purposeOf(fingerprint, 'answer'), headers, [body]),
    put: (item, part, sealed) => {
      put.run(item, part, sealed)
      weigh.run(item)
    },
    drop: (item, part) => {
      drop.run(item, part)
      weigh.run(item)
    },
    stored: (item, part) => (stored.get(item, part)?.['sealed'] as Uint8Array | undefined) ?? null,
    openRequest: async (row, sealed) => {
      const [head, body] = (await open(purposeOf(String(row['fingerprint']), 'request'), sealed)) ?? []
      return body === undefined ? null : requestOf(row, head as RequestHead, body)
    },
    openAnswer: async (row, sealed) => {
      const [headers, body] = (await open(purposeOf(String(row['fingerprint']), 'answer'), sealed)) ?? []
      if (body === undefined) return null
      return { status: Number(row['answer_status']), headers: headers as readonly string[], body }
    },
  }
}

/** Sealing and opening takes several times the memory of what is sealed, which nothing else bounds. */
const LARGE_BYTES = 2 ** 20

/** Large work is done one after the other, small work at once. */
function takingTurns(): <T>(bytes: number, work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (bytes, work) => {
    if (bytes < LARGE_BYTES) return work()
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }
}

const bytesOf = (chunks: readonly Uint8Array[]): number => chunks.reduce((sum, { length }) => sum + length, 0)

/** Fed chunk by chunk, since joining them would make a copy of all. */
function compressed(chunks: readonly Uint8Array[]): Promise<Buffer> {
  const packing: Gzip = zlib().createGzip({
    level: GZIP_LEVEL,
    chunkSize: Math.min(LARGE_BYTES, 2 ** 14 + bytesOf(chunks)),
  })
  for (const chunk of chunks) packing.write(chunk)
  packing.end()
  return buffer(packing)
}

/** What one item has cannot be put in another's place, nor a request in an answer's. */
const purposeOf = (fingerprint: string, part: Part): string => `queue ${fingerprint} ${part}`

const requestOf = (row: Row, { headers, path }: RequestHead, body: Uint8Array): KeptRequest => ({
  ...{ id: String(row['id']), method: String(row['method']), path, headers, chunks: [body] },
  fence: row['fence'] as string | null,
  session: row['session'] as string | null,
  agent: row['agent'] as string | null,
  model: row['model'] as string | null,
  stream: row['stream'] === 1,
})
