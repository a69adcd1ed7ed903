import { modelVariables } from './model-variables.ts'
import type { DirectTarget, ProxyTarget, Target, Variables } from './target.ts'

/** What a run without us would have. */
export interface Person {
  /** What their variables come to: the process's, with those of their settings over them. */
  readonly variables: Variables
  /** The `model` of their settings; null without one. */
  readonly model: string | null
  /** Whether a key from a log-in may be there, which Claude Code adds to a token. */
  readonly mayBeLoggedIn: boolean
}

/** What would lead a run elsewhere than `ANTHROPIC_BASE_URL` says. Measured with Claude Code 2.1.330. */
export const ELSEWHERE = [
  'ANTHROPIC_UNIX_SOCKET',
  'CLAUDE_CODE_USE_ANTHROPIC_AWS',
  'CLAUDE_CODE_USE_ANTHROPIC_GOOGLE_CLOUD',
  'CLAUDE_CODE_USE_BEDROCK',
  'CLAUDE_CODE_USE_FOUNDRY',
  'CLAUDE_CODE_USE_GATEWAY',
  'CLAUDE_CODE_USE_MANTLE',
  'CLAUDE_CODE_USE_VERTEX',
] as const

/**
 * The variables of a run on `target`. An empty one is to be as if it were not
 * set: two credentials at once would both be sent.
 */
export function environmentFor(target: Target, person: Person): Variables {
  const { key, auth } = target.kind === 'proxy' ? ({ key: target.token, auth: 'bearer' } as const) : target
  return {
    ...Object.fromEntries(ELSEWHERE.map((name) => [name, ''])),
    ANTHROPIC_BASE_URL: target.baseUrl,
    ANTHROPIC_AUTH_TOKEN: auth === 'x-api-key' ? '' : key,
    ANTHROPIC_API_KEY: auth === 'bearer' ? '' : key,
    ...withoutProxy(target, person.variables),
    ...withoutAttribution(target, person.variables),
    ...(target.kind === 'direct' ? directVariables(target, person) : proxyVariables(target, person)),
  }
}

/**
 * What a person has said of it themselves stays.
 * Source: https://code.claude.com/docs/en/llm-gateway-protocol, "System prompt attribution block".
 */
function withoutAttribution(
  { attribution }: Target,
  { CLAUDE_CODE_ATTRIBUTION_HEADER: own = '' }: Variables,
) {
  return attribution === false && own === '' ? { CLAUDE_CODE_ATTRIBUTION_HEADER: '0' } : {}
}

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'] as const

/** What was there, and this machine, under both names: Claude Code goes by the lower one if there is one. */
function withoutProxy(
  { baseUrl, kind }: Target,
  { NO_PROXY: upper = '', no_proxy: lower = '' }: Variables,
): Variables {
  const hosts = kind === 'proxy' ? [...LOOPBACK, new URL(baseUrl).hostname] : LOOPBACK
  const extended = (value: string): string => {
    const there = value.split(/[\s,]+/).filter((one) => one !== '')
    return [...new Set([...there, ...hosts])].join(',')
  }
  return { NO_PROXY: extended(upper || lower), no_proxy: extended(lower || upper) }
}

function directVariables({ auth, deniesBetas, key, models }: DirectTarget, person: Person): Variables {
  const said = {
    ...modelVariables(models, person).variables,
    ...(deniesBetas === true ? { CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1' } : {}),
  }
  if (auth !== 'bearer' || !person.mayBeLoggedIn) return said
  // Beside a token Claude Code sends the key of a log-in too, which is no business of this endpoint's.
  return { ...said, ...withHeader('x-api-key', key, person) }
}

function proxyVariables({ holdS }: ProxyTarget, person: Person): Variables {
  return holdS === null ? {} : withHeader(HOLD_HEADER, String(holdS), person)
}

/** Read by the proxy; see `proxy/told-hold.ts`. */
const HOLD_HEADER = 'x-qcc-hold'

/** The person's headers and this one, a line each. Of two by one name neither would count. */
function withHeader(name: string, value: string, { variables }: Person): Variables {
  const { ANTHROPIC_CUSTOM_HEADERS: theirs = '' } = variables
  const others = theirs
    .split('\n')
    .filter((line) => line.trim() !== '' && line.split(':', 1)[0]?.trim().toLowerCase() !== name)
  return { ANTHROPIC_CUSTOM_HEADERS: [...others, `${name}: ${value}`].join('\n') }
}

/** The variables of a process with these in their place. */
export function overlaid(
  before: Readonly<Record<string, string | undefined>>,
  over: Variables,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ ...before, ...over }).filter((entry): entry is [string, string] => {
      const [name, value] = entry
      return value !== undefined && !(value === '' && Object.hasOwn(over, name))
    }),
  )
}
