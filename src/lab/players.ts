/**
 * Endpoints as they are met in the world, each as what it does with requests:
 * for tests of checks, scores and shares. Times are those of the clock that the
 * upstream is given.
 */
import type { Act } from './act.ts'
import type { UpstreamOptions } from './upstream.ts'

/** What an upstream is started with to play it. */
type Player = Pick<UpstreamOptions, 'acts' | 'reply' | 'other' | 'key'>

const GOOD: Act = { do: 'serve' }
const REFUSED: Act = { do: 'status', status: 403, body: 'Only for Claude Code.' }
const STALL: Act = { do: 'serve', breakAt: { phase: 'before-headers', how: 'stall' } }

/** Fails and serves in turns. */
function alternating(): NonNullable<UpstreamOptions['reply']> {
  let count = 0
  return () => (count++ % 2 === 0 ? { do: 'status', status: 500 } : GOOD)
}

/** As that of a model that thinks before it answers: what room there is goes to thinking first. */
const reasoning: NonNullable<UpstreamOptions['reply']> = ({ body }) => {
  const { max_tokens: room = 0 } = JSON.parse(body.toString()) as { readonly max_tokens?: number }
  const thinking = 'A code and a sum. Let me see.'
  return room > 500
    ? { do: 'serve', thinking }
    : { do: 'serve', thinking, text: '', stopReason: 'max_tokens' }
}

/** Claude Code says who it is in every request. */
const onlyClaudeCode: NonNullable<UpstreamOptions['reply']> = ({ headers }) => {
  const isClaudeCode = headers.some(
    ([name, value]) => name.toLowerCase() === 'user-agent' && value.startsWith('claude-cli/'),
  )
  return isClaudeCode ? GOOD : REFUSED
}

/** Started anew for each upstream, since some remember. */
export const PLAYERS = {
  good: () => ({}),
  /** Its first content comes after 12 s. */
  slow: () => ({ acts: [{ do: 'serve', manner: { firstAfterMs: 12_000 } }] }),
  alternating: () => ({ reply: alternating() }),
  'error-in-200': () => ({
    acts: [{ do: 'json-error', type: 'api_error', message: 'Internal server error' }],
  }),
  'empty-body': () => ({ acts: [{ do: 'empty' }] }),
  'canned-text': () => ({ acts: [{ do: 'serve', text: 'Hello! How can I help you today?' }] }),
  'another-model': () => ({ acts: [{ do: 'serve', model: 'glm-5' }] }),
  'garbage-sse': () => ({
    acts: [{ do: 'serve', breakAt: { phase: 'after-start', how: { bytes: 'data: {"type":"content\n\n' } } }],
  }),
  'claude-code-only': () => ({ reply: onlyClaudeCode }),
  reasoning: () => ({ reply: reasoning }),
  'at-its-limit': () => ({ acts: [{ do: 'status', status: 429, headers: { 'retry-after': '600' } }] }),
  'dead-key': () => ({ key: 'another-key' }),
  hangs: () => ({ acts: [STALL] }),
} as const satisfies Readonly<Record<string, () => Player>>

export type PlayerName = keyof typeof PLAYERS
