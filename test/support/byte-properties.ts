/** What holds of bytes and values that others wrote, whatever they are. */
import { readdirSync, readFileSync } from 'node:fs'
import { Encrypter } from 'age-encryption'
import fc from 'fast-check'
import { expect } from 'vitest'
import { answerHeaders, keptHeaders, requestHeaders } from '../../src/anthropic/headers.ts'
import { StreamReader } from '../../src/anthropic/stream-reader.ts'
import { limitHeaders, scarcest, toldTime } from '../../src/core/limits.ts'
import { open } from '../../src/document/age-file.ts'
import { parseBundle } from '../../src/document/bundle.ts'
import { AppError } from '../../src/errors/app-error.ts'
import { seal, unseal } from '../../src/secrets/envelope.ts'
import { parseSetting } from '../../src/settings/parse-setting.ts'
import { settingKeys } from '../../src/settings/schema.ts'
import { bundleText, openBundle } from '../../src/sync/sync-bundle.ts'
import { own } from './documents.ts'
import { mutatedBytes, mutatedText, mutatedValue } from './mutated.ts'
import { SECRET } from './text-readers.ts'

interface How {
  readonly numRuns: number
  readonly seed: number
}

interface ByteProperty {
  readonly name: string
  readonly check: (how: How) => void | Promise<void>
}

const YEAR_MS = 366 * 86_400_000
const PASSPHRASE = 'made up'

const NAMES = [
  ...['retry-after', 'anthropic-ratelimit-requests-limit', 'anthropic-ratelimit-requests-remaining'],
  ...[
    'anthropic-ratelimit-requests-reset',
    'anthropic-ratelimit-unified-status',
    'Anthropic-Ratelimit-Unified-Reset',
  ],
  ...[
    'anthropic-ratelimit-unified-5h-utilization',
    'anthropic-ratelimit-unified-7d-reset',
    'Connection',
    'TE',
    'Trailer',
  ],
  ...[
    'transfer-encoding',
    'Keep-Alive',
    'upgrade',
    'proxy-connection',
    'x-qcc-hold',
    'X-QCC-Anything',
    'Cookie',
    'host',
  ],
  ...[
    'content-length',
    'Authorization',
    'x-api-key',
    'expect',
    'anthropic-beta',
    'x-kept',
    '',
    '\0',
    '__proto__',
  ],
]
const VALUES = [
  '120',
  '0.5',
  'Wed, 21 Oct 2026 07:28:00 GMT',
  '2026-10-21T07:28:00Z',
  '1792567680',
  'rejected',
  'close, x-kept',
  'a,b',
]
/** Header lines: name, value, name, value. */
const lines = fc
  .array(fc.tuple(fc.oneof(fc.constantFrom(...NAMES), fc.string({ maxLength: 8 })), mutatedText(...VALUES)), {
    maxLength: 12,
  })
  .map((pairs) => pairs.flat())

/** Of what goes on: nothing that belongs to one connection, nor what others use for a key, nor a line that was not there. */
function expectCarried(before: readonly string[], after: readonly string[], never: RegExp): void {
  const pairs = (all: readonly string[]) =>
    all.flatMap((name, at) => (at % 2 === 0 ? [`${name}: ${all[at + 1] ?? ''}`] : []))
  const there = new Set(pairs(before))
  expect(pairs(after).filter((line) => !there.has(line) || never.test(line))).toEqual([])
}

const HOP = /^(?:connection|te|trailer|transfer-encoding|keep-alive|upgrade|proxy-connection|x-qcc-[^:]*): /i
const OURS =
  /^(?:connection|te|trailer|transfer-encoding|keep-alive|upgrade|proxy-connection|x-qcc-[^:]*|cookie|host|content-length|authorization|x-api-key|expect): /i

const folder = new URL('../data/sse/', import.meta.url)
const streams = readdirSync(folder).map((file) => readFileSync(new URL(file, folder)))

/** Reads pieces to the end of the connection; the bytes that went out, and whether there was an end. */
function passedOf(pieces: readonly Buffer[]): Buffer {
  const reader = new StreamReader({ events: 256, bytes: 2 ** 20 })
  const held: Buffer[] = []
  const out: Buffer[] = []
  for (const piece of pieces) {
    const step = reader.onChunk(piece, out.length > 0 ? null : Buffer.concat(held).length)
    if (step.kind === 'hold') held.push(piece)
    else if (step.kind === 'fail') return Buffer.concat(out.length > 0 ? [...out, step.bytes] : [])
    else out.push(...(out.length > 0 ? [] : held), step.bytes)
    if (step.kind === 'finish') return Buffer.concat(out)
  }
  const last = reader.onEnd(out.length > 0 ? null : Buffer.concat(held))
  expect(['finish', 'fail']).toContain(last.kind)
  return Buffer.concat(last.kind === 'finish' && out.length === 0 ? held : out)
}

const DOCUMENT = {
  profiles: [{ name: 'work', endpoints: [own('00000001', 'one', { credential: 'secret:a' })] }],
  settings: { 'proxy.port': 80 },
}
const BUNDLE = { document: DOCUMENT, secrets: { 'secret:a': SECRET } }

/** Under a passphrase that is stretched so little that a thousand of them can be tried. */
async function sealedBundle(): Promise<Buffer> {
  const encrypter = new Encrypter()
  encrypter.setScryptWorkFactor(1)
  encrypter.setPassphrase(PASSPHRASE)
  const lineage = { revision: 'r', ancestors: [] }
  const text = bundleText({
    ...{ lineage, by: 'm', at: 1 },
    document: DOCUMENT,
    secrets: new Map([['secret:a', SECRET]]),
  })
  return Buffer.from(await encrypter.encrypt(text))
}

/** What stretches a passphrase for seconds is tried elsewhere. */
const isQuick = (bytes: Buffer): boolean => !/-> scrypt \S+ [1-9]\d/.test(bytes.toString('latin1'))

export const BYTE_PROPERTIES: readonly ByteProperty[] = [
  {
    name: 'headers of any kind are carried as they are, or not at all',
    check: (how) => {
      fc.assert(
        fc.property(lines, (all) => {
          expectCarried(all, answerHeaders(all), HOP)
          expectCarried(all, keptHeaders(all), OURS)
          const ours = ['x-api-key', 'K', 'authorization', 'Bearer K']
          const sent = requestHeaders(all, { auth: 'both', key: 'K', deniedBetas: [] }, false)
          expect(sent.slice(-4)).toEqual(ours)
          expectCarried(all, sent.slice(0, -4), OURS)
        }),
        how,
      )
    },
  },
  {
    name: 'limits in headers of any kind are times that can be waited for, or none',
    check: (how) => {
      fc.assert(
        fc.property(lines, fc.integer({ min: 0, max: 2 ** 42 }), (all, now) => {
          const limits = limitHeaders(all)
          const told = toldTime(limits, now)?.waitMs ?? 1
          expect(Number.isInteger(told) && told > 0 && told <= YEAR_MS).toBe(true)
          expect(Number.isNaN(scarcest(limits)?.left)).toBe(false)
        }),
        how,
      )
    },
  },
  {
    name: 'of a stream of any kind its beginning passes, the same however it is cut',
    check: (how) => {
      fc.assert(
        fc.property(
          mutatedBytes(...streams),
          fc.array(fc.nat({ max: 1_500 }), { maxLength: 6 }),
          (bytes, cuts) => {
            const ends = [...cuts.filter((at) => at < bytes.length).sort((a, b) => a - b), bytes.length]
            const pieces = ends
              .map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end))
              .filter(({ length }) => length > 0)
            const passed = passedOf(pieces)
            expect(passed.equals(bytes.subarray(0, passed.length))).toBe(true)
          },
        ),
        how,
      )
    },
  },
  {
    name: 'a sealed text that was touched does not open',
    check: (how) => {
      const key = Buffer.alloc(32, 7)
      const sealed = seal(Buffer.from(SECRET), key, 'p')
      fc.assert(
        fc.property(mutatedBytes(sealed), (bytes) => {
          expect(unseal(bytes, key, 'p') !== null).toBe(bytes.equals(sealed))
          expect(unseal(bytes, key, 'q')).toBeNull()
        }),
        how,
      )
    },
  },
  {
    name: 'an encrypted bundle that was touched does not open, and what says so tells nothing of it',
    check: async (how) => {
      const sealed = await sealedBundle()
      const sealing = { seal: async () => '', open }
      await fc.assert(
        fc.asyncProperty(mutatedBytes(sealed).filter(isQuick), async (bytes) => {
          const opened = await openBundle(sealing, bytes, PASSPHRASE, 'remote').catch(
            (error: unknown) => error,
          )
          if (bytes.equals(sealed)) expect(opened).toMatchObject({ by: 'm' })
          else expect([opened instanceof AppError, String(opened).includes(SECRET)]).toEqual([true, false])
        }),
        how,
      )
    },
  },
  {
    name: 'a bundle of any shape is valid, or has faults',
    check: (how) => {
      fc.assert(
        fc.property(mutatedValue(BUNDLE), (value) => {
          const parsed = parseBundle(value, null)
          expect(parsed.kind === 'valid' || parsed.faults.length > 0).toBe(true)
        }),
        how,
      )
    },
  },
  {
    name: 'a setting of any value is taken, or told why not',
    check: (how) => {
      fc.assert(
        fc.property(
          fc.constantFrom(...settingKeys),
          fc.oneof(fc.jsonValue(), mutatedText('90s', '64MiB', 'on')),
          (key, value) => {
            const { kind } = parseSetting(key, value)
            expect(typeof kind).toBe('string')
          },
        ),
        how,
      )
    },
  },
]
