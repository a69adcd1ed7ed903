/**
 * Everything an upstream can do wrong, by name, and what is to come of each
 * attempt. A test that walks these tables misses none; a new fault is one row.
 */
import type { Outcome } from '../core/outcome.ts'
import type { Act, Break, Phase, Serve, StatusAct } from './act.ts'

/** An act and the kind of request it is for. */
export interface Case {
  readonly name: string
  readonly act: Act
  readonly appliesTo: 'stream' | 'whole' | 'both'
}

type Kind = Outcome['kind']

export interface Fault extends Case {
  /** What is to come of the attempt. */
  readonly expected: Kind
}

const HTML = { 'content-type': 'text/html; charset=utf-8' }
const ERROR_PAGE = '<!doctype html><html><head><title>Error</title></head><body>Sorry.</body></html>\n'

function broken(breakAt: Break): Serve {
  return { do: 'serve', breakAt }
}

function cuts(phase: Phase, appliesTo: Case['appliesTo'], expected: Kind): Fault[] {
  return [
    { name: `reset-${phase}`, act: broken({ phase, how: 'reset' }), appliesTo, expected },
    { name: `end-${phase}`, act: broken({ phase, how: 'end' }), appliesTo, expected },
    { name: `stall-${phase}`, act: broken({ phase, how: 'stall' }), appliesTo, expected: 'timed-out' },
  ]
}

const CUT_CONNECTIONS: readonly Fault[] = [
  ...cuts('accept', 'both', 'unreachable'),
  ...cuts('before-headers', 'both', 'unreachable'),
  ...cuts('after-headers', 'both', 'broken-stream'),
  ...cuts('after-start', 'stream', 'broken-stream'),
  ...cuts('after-block-start', 'stream', 'broken-stream'),
  ...cuts('in-text', 'whole', 'broken-stream'),
]

/** Errors that a 200 may hold. The types left out are the request's own fault, which goes back. */
const ERRORS_INSIDE: readonly Fault[] = [
  ...errorInside('overloaded_error', 'Overloaded', 'overloaded'),
  ...errorInside('api_error', 'Internal server error', 'unavailable'),
  ...errorInside('timeout_error', 'Request timed out', 'unavailable'),
  ...errorInside('rate_limit_error', 'This request would exceed your rate limit', 'rate-limited'),
  ...errorInside('authentication_error', 'invalid x-api-key', 'credential'),
  ...errorInside('permission_error', 'Your API key may not use this resource', 'credential'),
  ...errorInside('billing_error', 'There is an issue with your billing', 'balance'),
  ...errorInside('not_found_error', 'model: claude-nowhere', 'model-missing'),
]

function errorInside(type: string, message: string, expected: Kind): Fault[] {
  const how = { error: { type, message } }
  const atOnce = broken({ phase: 'after-headers', how })
  const afterStart = broken({ phase: 'after-start', how })
  return [
    { name: `first-event-${type}`, act: atOnce, appliesTo: 'stream', expected },
    { name: `after-start-${type}`, act: afterStart, appliesTo: 'stream', expected },
    { name: `json-${type}`, act: { do: 'json-error', type, message }, appliesTo: 'both', expected },
  ]
}

function refusal(name: string, expected: Kind, answer: Omit<StatusAct, 'do'>): Fault {
  return { name, act: { do: 'status', ...answer }, appliesTo: 'both', expected }
}

const LOW_BALANCE = 'Your credit balance is too low to access the Anthropic API.'

const KEY_AND_MODEL: readonly Fault[] = [
  refusal('401', 'credential', { status: 401, message: 'invalid x-api-key' }),
  refusal('403-permission', 'credential', { status: 403 }),
  refusal('403-firewall', 'unavailable', { status: 403, headers: HTML, body: ERROR_PAGE }),
  refusal('402', 'balance', { status: 402 }),
  refusal('400-balance', 'balance', { status: 400, message: LOW_BALANCE }),
  refusal('401-balance', 'balance', { status: 401, message: 'insufficient balance' }),
  refusal('403-balance', 'balance', { status: 403, type: 'new_api_error', message: '余额不足' }),
  refusal('429-balance', 'balance', { status: 429, message: 'You exceeded your current quota' }),
  refusal('404-model', 'model-missing', { status: 404, message: 'model: claude-nowhere' }),
  refusal('400-model', 'model-missing', { status: 400, message: 'model claude-nowhere does not exist' }),
  refusal('403-model', 'model-missing', { status: 403, message: '模型不存在' }),
  refusal('404-path', 'unavailable', { status: 404, headers: HTML, body: ERROR_PAGE }),
]

const LIMITS: readonly Fault[] = [
  refusal('429', 'rate-limited', { status: 429 }),
  refusal('429-retry-after', 'rate-limited', { status: 429, headers: { 'retry-after': '30' } }),
  refusal('429-retry-after-hours', 'rate-limited', { status: 429, headers: { 'retry-after': '18000' } }),
  refusal('429-requests-used-up', 'rate-limited', {
    status: 429,
    headers: {
      'anthropic-ratelimit-requests-limit': '50',
      'anthropic-ratelimit-requests-remaining': '0',
      'anthropic-ratelimit-requests-reset': '2999-01-01T00:00:00Z',
    },
  }),
  refusal('429-unified', 'rate-limited', {
    status: 429,
    headers: {
      'anthropic-ratelimit-unified-status': 'rejected',
      'anthropic-ratelimit-unified-reset': '32472144000',
    },
  }),
  refusal('529', 'overloaded', { status: 529, message: 'Overloaded' }),
  refusal('529-retry-after', 'overloaded', { status: 529, headers: { 'retry-after': '5' } }),
  refusal('500-overloaded', 'overloaded', { status: 500, type: 'overloaded_error', message: 'Overloaded' }),
]

const OUTAGES: readonly Fault[] = [
  ...[405, 407, 408, 409, 421, 425, 500, 501, 502, 503, 504, 505].map((status) =>
    refusal(`${status}`, 'unavailable', { status }),
  ),
  ...[520, 521, 522, 523, 524, 525, 526, 527].map((status) =>
    refusal(`${status}`, 'unavailable', { status, headers: HTML, body: ERROR_PAGE }),
  ),
  ...[301, 302, 303, 307, 308].map((status) =>
    refusal(`${status}`, 'unavailable', { status, headers: { location: '/v1/messages' }, body: '' }),
  ),
  refusal('500-without-body', 'unavailable', { status: 500, body: '' }),
  refusal('503-retry-after', 'unavailable', { status: 503, headers: { 'retry-after': '20' } }),
]

const OTHER_SHAPE = { id: 'chatcmpl-1', object: 'chat.completion', choices: [] }
const GARBAGE = '\u0000\u0001 neither HTTP nor JSON nor events \u0002\r\n\r\n'

const CHUNKED = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n'

/** 200 with something else than a message inside, or what is not even a 200. */
const NO_MESSAGES: readonly Fault[] = [
  { name: 'empty', act: { do: 'empty' }, appliesTo: 'both', expected: 'empty' },
  {
    name: 'empty-body',
    act: broken({ phase: 'after-headers', how: { bytes: '' } }),
    appliesTo: 'both',
    expected: 'empty',
  },
  { name: 'html', act: { do: 'html' }, appliesTo: 'both', expected: 'malformed' },
  {
    name: 'other-shape',
    act: { do: 'status', status: 200, body: OTHER_SHAPE },
    appliesTo: 'both',
    expected: 'malformed',
  },
  { name: 'garbage-for-http', act: { do: 'raw', bytes: GARBAGE }, appliesTo: 'both', expected: 'malformed' },
  ...Object.entries({
    'two-lengths': `HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{} `,
    'length-beside-chunks': `${CHUNKED}content-length: 9\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
    'chunk-size-that-is-none': `${CHUNKED}\r\nzz\r\n{}\r\n0\r\n\r\n`,
    'switched-protocols': 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n',
    'nothing-but-continue': 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(3),
  }).map(([name, bytes]): Fault => ({
    name,
    act: { do: 'raw', bytes },
    appliesTo: 'both',
    expected: 'malformed',
  })),
  {
    name: 'garbage-for-body',
    act: broken({ phase: 'after-headers', how: { bytes: GARBAGE } }),
    appliesTo: 'both',
    expected: 'malformed',
  },
  {
    name: 'garbage-after-start',
    act: broken({ phase: 'after-start', how: { bytes: `data: {"type":"content\n\n` } }),
    appliesTo: 'stream',
    expected: 'malformed',
  },
  {
    name: 'false-encoding',
    act: { do: 'serve', headers: { 'content-encoding': 'gzip' } },
    appliesTo: 'both',
    expected: 'malformed',
  },
  {
    name: 'oversized-headers',
    act: { do: 'serve', headers: { 'x-padding': 'x'.repeat(256 * 1024) } },
    appliesTo: 'both',
    expected: 'malformed',
  },
  {
    name: 'truncated-json',
    act: broken({ phase: 'in-text', how: { bytes: '' } }),
    appliesTo: 'whole',
    expected: 'malformed',
  },
  {
    name: 'clean-end-after-start',
    act: broken({ phase: 'after-start', how: { bytes: '' } }),
    appliesTo: 'stream',
    expected: 'broken-stream',
  },
  {
    name: 'clean-end-after-block-start',
    act: broken({ phase: 'after-block-start', how: { bytes: '' } }),
    appliesTo: 'stream',
    expected: 'broken-stream',
  },
]

/** Every failure before the first content: the client sees none of them while another endpoint can serve. */
export const FAULTS: readonly Fault[] = [
  ...CUT_CONNECTIONS,
  ...ERRORS_INSIDE,
  ...KEY_AND_MODEL,
  ...LIMITS,
  ...OUTAGES,
  ...NO_MESSAGES,
]

const COMMITTED = ['in-text', 'after-text-block', 'in-tool-json', 'after-tool-block'] as const
const OVERLOADED = { error: { type: 'overloaded_error', message: 'Overloaded' } }

const BREAKS = [
  ['reset', 'reset'],
  ['end', 'end'],
  ['stall', 'stall'],
  ['clean-end', { bytes: '' }],
  ['error', OVERLOADED],
] as const

/** Breaks of a stream with content out: nothing may be sent again. */
export const BREAKS_AFTER_COMMIT: readonly Fault[] = COMMITTED.flatMap((phase) =>
  BREAKS.map(([name, how]) => ({
    name: `${name}-${phase}`,
    act: broken({ phase, how }),
    appliesTo: 'stream',
    expected: 'broken-stream',
  })),
)

function good(name: string, appliesTo: Case['appliesTo'], serve: Omit<Serve, 'do'>): Case {
  return { name, act: { do: 'serve', ...serve }, appliesTo }
}

const UNUSUAL_TEXT = 'naïve 中文 🚀 — tail'

/** Answers that look wrong and are to be served through, their messages intact. */
export const ODD_BUT_GOOD: readonly Case[] = [
  good('max-tokens-without-text', 'both', { text: '', stopReason: 'max_tokens' }),
  good('refusal-without-text', 'both', { text: '', stopReason: 'refusal' }),
  good('tool-only', 'both', { text: '', tool: { name: 'Read', input: { file_path: '中文.md' } } }),
  good('thinking-only', 'both', { text: '', thinking: 'Let me see.' }),
  good('thinking-omitted', 'both', { thinking: '' }),
  good('thinking-text-and-tool', 'both', {
    thinking: 'Hm.',
    tool: { name: 'Bash', input: { command: 'ls' } },
  }),
  good('another-model', 'both', { model: 'glm-5' }),
  good('event-of-1-mb', 'both', { text: 'x'.repeat(1024 * 1024), deltas: 1 }),
  good('chunks-of-1-byte', 'both', { text: UNUSUAL_TEXT, manner: { chunkBytes: 1 } }),
  ...(['gzip', 'br', 'deflate', 'zstd'] as const).map((encoding) =>
    good(encoding, 'both', { text: UNUSUAL_TEXT, manner: { encoding, chunkBytes: 7 } }),
  ),
  good('plain-text-type', 'both', { manner: { contentType: 'text/plain' } }),
  good('json-type', 'stream', { manner: { contentType: 'application/json' } }),
  good('connection-close', 'both', { manner: { closeAfter: true } }),
  good('crlf', 'stream', { manner: { eol: '\r\n', chunkBytes: 5 } }),
  good('cr', 'stream', { manner: { eol: '\r' } }),
  good('comments', 'stream', { manner: { comments: true } }),
  good('pings-before-start', 'stream', { manner: { pingsBeforeStart: 3 } }),
  good('data-over-several-lines', 'stream', { manner: { multiLineData: true } }),
  good('no-event-lines', 'stream', { manner: { omitEventLines: true } }),
  good('no-final-newline', 'stream', { manner: { noFinalNewline: true } }),
  good('less-than-announced', 'stream', { headers: { 'content-length': '100000' } }),
  good('no-message-stop', 'stream', { manner: { omitStop: true } }),
  good('end-after-stop-reason', 'stream', { breakAt: { phase: 'after-stop-reason', how: 'end' } }),
  good('end-after-stop', 'stream', { breakAt: { phase: 'after-stop', how: 'end' } }),
  good('reset-after-stop', 'stream', { breakAt: { phase: 'after-stop', how: 'reset' } }),
  good('open-after-stop', 'stream', { breakAt: { phase: 'after-stop', how: 'stall' } }),
]
