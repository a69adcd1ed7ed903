/**
 * What a refusal means: the one table from status, error type and message to
 * an outcome. The first row that fits decides, and an endpoint's own rows come
 * before these.
 *
 * Relays say the same thing under many statuses: an empty account comes as
 * 400, 401, 402, 403 or 429, a dead model as 400, 403 or 404. Where the status
 * is ambiguous the message decides, and each such row names the statuses that
 * it may override: a prompt that merely mentions a balance is never judged.
 */
export const VERDICTS = [
  'rate-limited',
  'overloaded',
  'credential',
  'balance',
  'model-missing',
  'rejected',
  'too-large',
  'bad-signature',
  /** Held against the endpoint at once. */
  'unavailable',
  /** Held against it once another one answers otherwise. */
  'doubtful',
  /** Another one is asked, and nobody is blamed. */
  'elsewhere',
] as const
export type Verdict = (typeof VERDICTS)[number]

/** A row fits when all that it names fits; what is empty or null is not asked. */
export interface Rule {
  /** Statuses, single or from–to. */
  readonly statuses: readonly (number | readonly [from: number, to: number])[]
  /** The `type` of the error inside. */
  readonly types: readonly string[]
  /** A text is looked for as it is, in any case. */
  readonly pattern: RegExp | string | null
  readonly verdict: Verdict
}

/** A refusal as it is looked up. */
interface Refusal {
  readonly status: number
  readonly type: string
  readonly message: string
}

/** Only so much of a message is looked at: a pattern from a person may be slow. */
const LOOKED_AT = 2_000

const NO_BALANCE =
  /credit balance is too low|insufficient[ _](?:account )?(?:balance|credits?|quota|funds)|(?:balance|quota) (?:is )?(?:exhausted|not enough|insufficient)|exceeded your current quota|余额不足|额度(?:不足|已用)|欠费/i
const NO_MODEL =
  /^model: |model[^.]{0,80}(?:not found|does(?: not|n't) exist|not (?:supported|available)|is unavailable)|(?:no such|unknown|invalid|unsupported) model|no available (?:channel|distributor)[^.]{0,60}model|模型(?:不存在|未找到|不可用)|无可用渠道/i
const TOO_LONG =
  /prompt is too long|input length and `?max_tokens`? exceed|exceeds? the maximum (?:context|size)/i
const SIGNATURE = /invalid[^.]{0,20}signature|signature[^.]{0,40}thinking/i
const RELAYS_OWN_OUTAGE = /upstream (?:error|request failed|service)|bad_response_status_code|上游负载/i

const row = (
  verdict: Verdict,
  statuses: Rule['statuses'],
  more: Partial<Pick<Rule, 'types' | 'pattern'>> = {},
): Rule => ({ statuses, types: [], pattern: null, verdict, ...more })

export const BUILT_IN_RULES: readonly Rule[] = [
  row('balance', [400, 401, 403, 429], { pattern: NO_BALANCE }),
  row('model-missing', [400, 403, 404], { pattern: NO_MODEL }),
  row('too-large', [413]),
  row('too-large', [400, 422], { pattern: TOO_LONG }),
  row('bad-signature', [400], { pattern: SIGNATURE }),
  row('unavailable', [400], { pattern: RELAYS_OWN_OUTAGE }),
  row('overloaded', [529]),
  row('overloaded', [], { types: ['overloaded_error'] }),
  row('rate-limited', [429]),
  row('rate-limited', [], { types: ['rate_limit_error'] }),
  row('credential', [401]),
  // A firewall's page says 403 too; only Anthropic's own types are about the key.
  row('credential', [403], { types: ['permission_error', 'authentication_error'] }),
  row('balance', [402]),
  row('unavailable', [408, [0, 399], [500, 999]]),
  // 407 and 421 are between the endpoint and what stands before it.
  row('doubtful', [403, 404, 405, 407, 421]),
  row('elsewhere', [409, 425]),
  row('rejected', [[400, 499]]),
]

/** What a refusal means. `own` are the rules of the endpoint that gave it. */
export function verdictOn(refusal: Refusal, own: readonly Rule[]): Verdict {
  const fits = (rule: Rule) => isFor(rule, refusal)
  return (own.find(fits) ?? BUILT_IN_RULES.find(fits))?.verdict ?? 'unavailable'
}

function isFor(rule: Rule, { message, status, type }: Refusal): boolean {
  const hasStatus = rule.statuses.length === 0 || rule.statuses.some((one) => isIn(one, status))
  if (!hasStatus || (rule.types.length > 0 && !rule.types.includes(type))) return false
  return rule.pattern === null || holds(rule.pattern, message.slice(0, LOOKED_AT))
}

const isIn = (range: Rule['statuses'][number], status: number): boolean =>
  typeof range === 'number' ? range === status : range[0] <= status && status <= range[1]

/** `search`, since `test` remembers where a pattern with the flag `g` was last time. */
const holds = (pattern: RegExp | string, message: string): boolean =>
  typeof pattern === 'string'
    ? message.toLowerCase().includes(pattern.toLowerCase())
    : message.search(pattern) >= 0
