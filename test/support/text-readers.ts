/** What reads texts and bytes that others wrote: each with one that it takes, and how it is asked. */
import fc from 'fast-check'
import { expect } from 'vitest'
import { bodyOf, queryOf } from '../../src/admin/given.ts'
import { OPERATIONS } from '../../src/admin/contract/operations.ts'
import { parseRunFile } from '../../src/admin/parse.ts'
import * as bodies from '../../src/admin/parse-bodies.ts'
import type { Asked } from '../../src/admin/route.ts'
import { errorDetail, envelopeOf } from '../../src/anthropic/error-body.ts'
import { fileIdsIn, idsGivenIn, idsNamedIn } from '../../src/anthropic/given-ids.ts'
import { peek } from '../../src/anthropic/peek.ts'
import { sessionKey } from '../../src/anthropic/session-key.ts'
import { streamAnswer } from '../../src/anthropic/stream-answer.ts'
import { wholeAnswer } from '../../src/anthropic/whole-message.ts'
import { beginsTurn } from '../../src/anthropic/begins-turn.ts'
import { rawVariables, strictFault, textFault, withVariables } from '../../src/claude/settings-text.ts'
import { parseText } from '../../src/cli/document-file.ts'
import { logLine, readable } from '../../src/cli/log-line.ts'
import { FOREIGN } from '../../src/core/foreign/found.ts'
import { recognised } from '../../src/core/foreign/recognised.ts'
import { retryAfterMs } from '../../src/core/retry-after.ts'
import { documentYaml } from '../../src/document/yaml.ts'
import { parseFlight } from '../../src/engine/flight-text.ts'
import { AppError } from '../../src/errors/app-error.ts'
import { toldHoldMs } from '../../src/proxy/told-hold.ts'
import { createRedactor } from '../../src/secrets/redactor.ts'
import { triesIn } from '../../src/store/queue-rows.ts'
import { gistIn, goodAnswer, nextPage } from '../../src/sync/gist-answers.ts'
import { faultLine } from '../../src/views/fault-text.ts'
import { own, reused } from './documents.ts'
import * as foreign from './foreign.ts'
import { mutatedText } from './mutated.ts'
import { tried } from './queue-items.ts'
import { sayIn } from './say.ts'

/** Stands in texts where a person may have put a key by mistake. */
export const SECRET = 'sk-made-up-0123456789-never-shown'

export interface TextReader {
  readonly name: string
  readonly samples: readonly string[]
  /** How often it is asked in `npm test`; 100 times unless given. */
  readonly runs?: number
  /** So many characters are a long text for it, because of what a fault costs; as for the others unless given. */
  readonly longest?: number
  /** Whatever comes out as text for people is the result. Throws `AppError` only. */
  readonly read: (text: string) => unknown
}

const say = sayIn('en')
const redactor = createRedactor()

const DOCUMENT = documentYaml({
  defaultProfile: 'work',
  tiers: { primary: ['work'] },
  profiles: [
    {
      name: 'work',
      strategy: 'weighted',
      endpoints: [own('00000001', 'one', { deniedBetas: ['a-*'] }), own('00000002', 'two')],
    },
    { name: 'spare', endpoints: [reused('00000003', 'three', 'work/one')] },
  ],
  settings: { 'proxy.port': 7_860, 'log.level': 'warn', 'body.max': 64 * 2 ** 20, 'timeout.idle': 90 },
})
const MISPLACED = DOCUMENT.replace(
  'credential: env:KEY_00000001',
  `credential: ${SECRET}\n        apiKey: "${SECRET}"`,
)

const MESSAGE = JSON.stringify({
  ...{ model: 'claude-opus-5-5', stream: true, metadata: { user_id: '{"session_id":"s"}' } },
  ...{ system: [{ type: 'text', text: 'be' }], messages: [{ role: 'user', content: 'hi "file_1"' }] },
})
const STREAM =
  'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":1}}}\n\nevent: error\ndata: {"type":"error"}\n\n'

const FLIGHT = JSON.stringify({
  ...{ format: 'qcc-flight-5', version: '1', liveSlots: [], calls: [] },
  memory: {
    live: [],
    state: { line: { table: { profiles: [], defaultProfile: null, policy: {} }, hand: null } },
  },
})

const asked = (body: string, query: string): Asked =>
  ({
    request: { body: async () => Buffer.from(body), headers: {} },
    query: new URLSearchParams(query),
    params: {},
  }) as unknown as Asked

/** Throws what is none of ours. */
function orRefused<T>(run: () => T): T | null {
  try {
    return run()
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

const answer = (text: string, headers: readonly (readonly [string, string])[] = [], status = 200) => ({
  ...{ status, headers: new Map(headers), body: Buffer.from(text) },
})

const FOREIGN_SAMPLES = [
  ...[foreign.CLAUDE_SETTINGS, foreign.FASTCC_CACHE, foreign.FASTCC_PRIORITY, foreign.CCR_CONFIG],
  ...[foreign.CC_SWITCH_CONFIG, foreign.CC_SWITCH_EXPORT],
]

export const TEXT_READERS: readonly TextReader[] = [
  {
    name: 'a document',
    runs: 30,
    longest: 200,
    samples: [DOCUMENT, MISPLACED, JSON.stringify({ profiles: [], settings: {} })],
    read: (text) =>
      [true, false].map((mayHaveKeys) => {
        // All that a program prints is redacted.
        const read = parseText(text, () => '0000000f', mayHaveKeys)
        return read.kind === 'valid'
          ? null
          : read.faults.map((fault) => redactor.redact(faultLine(fault, say)))
      }),
  },
  {
    name: 'what other programs have',
    samples: FOREIGN_SAMPLES,
    read: (text) => {
      for (const program of [null, ...FOREIGN]) recognised({ kind: 'text', text }, program, () => false)
    },
  },
  {
    name: 'settings of Claude Code',
    samples: [foreign.CLAUDE_SETTINGS, '{"env":{"A":"b"}}', '\uFEFF{}', '{"env":{},"env":{"A":1}}'],
    read: (text) => {
      strictFault(text)
      if (textFault(text) !== null) return
      rawVariables(text, ['A', 'ANTHROPIC_BASE_URL'])
      withVariables(text, { A: '"c"', ANTHROPIC_BASE_URL: null, ANTHROPIC_AUTH_TOKEN: '"d"' })
    },
  },
  {
    name: 'run.json',
    samples: [
      JSON.stringify({
        ...{ url: 'http://127.0.0.1:1', instance: 'i', pid: 1, token: SECRET, clientToken: null },
        ...{ flags: { 'proxy.port': 1 }, profile: null, daemon: true },
      }),
    ],
    read: (text) => void parseRunFile(text),
  },
  {
    name: 'a line of a log',
    samples: [
      '{"level":"info","at":1,"event":"answer","request":"r","method":"POST","path":"/","status":200,"endpoint":"a/b","attempts":1,"tookMs":3,"ending":"complete","model":null}',
      '{"level":"warn","at":1,"event":"attempt","request":"r","endpoint":"a/b","outcome":"rate-limited","progress":"sent","why":"","tookMs":1}',
      '{"level":"error","at":1,"event":"fault","message":"m"}',
      '{"level":"info","at":1,"event":"switch","from":null,"to":"work"}',
    ],
    read: (text) => void readable(logLine(text), say),
  },
  {
    name: 'the tries of a kept request',
    samples: [JSON.stringify([tried(), tried()])],
    read: (text) => void triesIn({ tries: text }).map(({ at }) => at),
  },
  {
    name: 'a flight log',
    samples: [FLIGHT],
    read: (text) => void parseFlight(text)?.calls.length,
  },
  {
    name: 'a body or query for the control API',
    samples: [
      ...[
        '{"drainMs":1}',
        '{"endpoints":["a"],"kind":"conversation"}',
        '{"ids":null}',
        '{"hand":{"profile":"w","only":false,"reason":null}}',
      ],
      ...['{"base":1,"document":{"profiles":[],"settings":{}},"message":""}', 'limit=1&before=2&lang=zh'],
    ],
    read: async (text) => {
      const { parseProbeRequest, parseRetryRequest, parseStopRequest, parseSwitchRequest } = bodies
      for (const parse of [parseProbeRequest, parseRetryRequest, parseStopRequest, parseSwitchRequest])
        orRefused(() => parse(text))
      for (const { body, query } of OPERATIONS) {
        if (query !== undefined) orRefused(() => queryOf(asked('', text), query))
        if (body === undefined) continue
        await bodyOf(asked(text, ''), body).catch((error: unknown) =>
          orRefused(() => {
            throw error
          }),
        )
      }
    },
  },
  {
    name: 'an answer of GitHub',
    samples: [
      '{"id":"g","files":{"qcc-sync.age":{"content":"c","truncated":false,"raw_url":"https://a/","size":1}},"history":[{"version":"v"}]}',
      '{"message":"rate limit"}',
      ...['1', '1e300', '-1'],
    ],
    read: (text) => {
      orRefused(() => {
        const gist = gistIn(goodAnswer(answer(text), 'r', 0))
        return [gist?.history[0]?.version.length, Object.keys(gist?.files ?? {})]
      })
      nextPage(answer('', [['link', text]]).headers, new URL('https://api.github.com/gists'))
      const limits = [
        ['retry-after', text],
        ['x-ratelimit-remaining', '0'],
        ['x-ratelimit-reset', text],
      ] as const
      for (const some of [limits, limits.slice(1)])
        orRefused(() => goodAnswer(answer(text, some, 403), 'r', 0))
    },
  },
  {
    name: 'a message, or an answer to one',
    samples: [
      MESSAGE,
      STREAM,
      '{"type":"error","error":{"type":"a","message":"b"}}',
      '{"id":"file_1"}',
      '/v1/files/file_1?a=file_2',
    ],
    read: (text) => {
      const bytes = Buffer.from(text)
      const chunks = [bytes.subarray(0, 7), bytes.subarray(7)]
      for (const read of [errorDetail, wholeAnswer, streamAnswer]) read(bytes)
      JSON.parse(envelopeOf(text).toString())
      for (const read of [
        beginsTurn,
        peek,
        (all: Buffer[]) => [...fileIdsIn(all)],
        (all: Buffer[]) => sessionKey([], all),
      ])
        read(chunks)
      for (const read of [idsGivenIn, idsNamedIn, toldHoldMs]) read(text)
      retryAfterMs(text, 0)
    },
  },
]

/** Holds for the reader's samples, changed in any way: it comes to an end as it says, and tells nothing of a key. */
export const readsAnything = (
  { read, samples }: TextReader,
  how: { readonly numRuns: number; readonly seed: number },
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(mutatedText(...samples), async (text) => {
      const told = JSON.stringify((await read(text)) ?? null)
      expect(told).not.toContain(SECRET.slice(0, 20))
    }),
    how,
  )
