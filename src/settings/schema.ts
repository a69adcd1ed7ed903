import type { CheckMode, Strategy } from '../core/model.ts'
import type { RetryRules } from '../core/queue/schedule.ts'

/** A setting's kind of value and, for numbers, its unit. */
export type SettingType = 'text' | 'url' | 'choice' | 'reference' | 'count' | 'bytes' | 'seconds' | 'port'

export interface Setting {
  readonly type: SettingType
  readonly default: string | number
  /** `machine` stays here, `shared` travels with sync. */
  readonly scope: 'machine' | 'shared'
  /** For numbers: the smallest value that makes sense, 0 unless given. */
  readonly least?: number
  /** For numbers: the largest one. */
  readonly most?: number
  /** For a choice: what there is. */
  readonly choices?: readonly string[]
}

/** From nothing to everything. */
const CHECK_MODES = ['passive', 'free', 'conversational'] as const satisfies readonly CheckMode[]

/** From everything to the worst alone. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Where the configuration of several machines meets. */
export const SYNC_BACKENDS = ['local', 'folder', 'git', 'gist'] as const
export type SyncBackend = (typeof SYNC_BACKENDS)[number]

/** In which language notices are. */
const NOTICE_LANGS = ['auto', 'en', 'zh'] as const

/** What is switched on or off. */
const ON_OFF = ['on', 'off'] as const

/** How a profile's endpoints share new sessions; see core/balancer. */
export const STRATEGIES = [
  'weighted',
  'weighted-random',
  'round-robin',
  'random',
  'least-busy',
  'fastest',
  'priority',
] as const satisfies readonly Strategy[]

/** When a kept request is sent again; see core/queue/schedule.ts. */
const QUEUE_STRATEGIES = [
  'exponential',
  'fixed',
  'immediate',
] as const satisfies readonly RetryRules['strategy'][]

/** Every setting there is, one entry each; help, validation and defaults come from here. */
export const SETTINGS = {
  /** Address the proxy listens on. */
  'proxy.host': { type: 'text', default: '127.0.0.1', scope: 'machine' },
  /** Port the proxy listens on; 0 takes any free one. */
  'proxy.port': { type: 'port', default: 7860, scope: 'machine', most: 65_535 },
  /** Names by which clients may call the proxy, besides its own addresses; with commas between. */
  'proxy.hosts': { type: 'text', default: 'localhost', scope: 'machine' },
  /** How long open streams may finish after the proxy was asked to stop. */
  'proxy.drain': { type: 'seconds', default: 30, scope: 'machine' },
  /** Largest request body that is kept for replay. */
  'body.max': { type: 'bytes', default: 64 * 2 ** 20, scope: 'machine', least: 1 },
  /** All request bodies in memory together; further requests wait their turn. */
  'body.total': { type: 'bytes', default: 512 * 2 ** 20, scope: 'machine', least: 1 },
  /** How long a request may wait for its turn. */
  'body.wait': { type: 'seconds', default: 60, scope: 'machine', least: 0.05 },
  /** How long a client may send nothing before its body is complete. */
  'body.idle': { type: 'seconds', default: 30, scope: 'machine', least: 0.05 },
  /** What a request body must come to in a second on average, once `body.idle` is over; 0 takes any. */
  'body.rate': { type: 'bytes', default: 4_096, scope: 'machine' },
  /** Attempts that one request may make, not counting immediate refusals. */
  'attempts.max': { type: 'count', default: 4, scope: 'shared', least: 1 },
  /** Attempts of one request in one tier, while a later tier has somebody; not counting immediate refusals. */
  'attempts.per-tier': { type: 'count', default: 2, scope: 'shared', least: 1 },
  /** How long a request may take until its first content reaches the client, over all attempts. */
  'attempts.deadline': { type: 'seconds', default: 600, scope: 'shared', least: 0.05 },
  /** Points within a minute, without a success between, that open a circuit. */
  'circuit.failure-threshold': { type: 'count', default: 3, scope: 'shared', least: 1 },
  /** The longest that a circuit stays open before it is tried again, give or take a fifth. */
  'circuit.max-open': { type: 'seconds', default: 300, scope: 'shared', least: 1 },
  /** Whether a worse tier serves when the better one is lost; off: the active one serves, or nobody. */
  'failover.auto': { type: 'choice', default: 'on', scope: 'shared', choices: ON_OFF },
  /** Whether a tier that was left serves again by itself; off: only after `qcc priority switch`. */
  'recovery.auto': { type: 'choice', default: 'on', scope: 'shared', choices: ON_OFF },
  /** Checks or answers in a row that a tier passes before it serves again. */
  'recovery.checks': { type: 'count', default: 2, scope: 'shared', least: 1 },
  /** How long a tier that was left is not asked; doubled each time it is left soon after it came back. */
  'tier.cooldown': { type: 'seconds', default: 300, scope: 'shared', least: 1 },
  /** How new sessions are shared in a profile that has no strategy of its own. */
  'balancer.strategy': { type: 'choice', default: 'weighted', scope: 'shared', choices: STRATEGIES },
  /** How long after its last request a session still has its endpoint; 0: each request is placed anew. */
  affinity: { type: 'seconds', default: 3_600, scope: 'shared' },
  /** How long a request waits for room on an endpoint at its limit before it moves on. */
  'room.wait': { type: 'seconds', default: 10, scope: 'shared' },
  /** How long a request waits for its turn, or for the end of a limit, when nobody else is left. */
  'hold.max': { type: 'seconds', default: 60, scope: 'shared' },
  /** How many requests may wait like that at once; one more gets its answer. */
  'hold.most': { type: 'count', default: 64, scope: 'shared' },
  /** Events of a stream that are held back at most before the commit. */
  'gate.events': { type: 'count', default: 256, scope: 'shared', least: 1 },
  /** Bytes of a stream that are held back at most before the commit. */
  'gate.bytes': { type: 'bytes', default: 2 ** 20, scope: 'shared', least: 1 },
  /** Bytes of a whole answer that are held back at most. */
  'gate.whole-bytes': { type: 'bytes', default: 8 * 2 ** 20, scope: 'shared', least: 1 },
  /** When the client of a stream gets its headers at the latest, unless it says how long it waits. */
  'gate.headers': { type: 'seconds', default: 60, scope: 'shared', least: 0.05 },
  /** The same for a client that says so: percent of that time. */
  'gate.headers-share': { type: 'count', default: 40, scope: 'shared', least: 1, most: 90 },
  /** How often a client that has its headers gets a ping until the answer begins. */
  'gate.ping': { type: 'seconds', default: 10, scope: 'shared', least: 0.05 },
  /** How long connecting to an endpoint may take. */
  'timeout.connect': { type: 'seconds', default: 5, scope: 'shared', least: 0.05 },
  /** The longest that an endpoint may take from then to its first content; for a stream see core/health/waits.ts. */
  'timeout.first-content': { type: 'seconds', default: 300, scope: 'shared', least: 0.05 },
  /** The least that a stream gets, however fast its endpoint usually is. */
  'timeout.first-content-least': { type: 'seconds', default: 120, scope: 'shared', least: 0.05 },
  /** How long an endpoint whose message has begun may be silent, once that time is over. */
  'timeout.quiet': { type: 'seconds', default: 60, scope: 'shared', least: 0.05 },
  /** The same for the last endpoint that could be asked, from its headers on. */
  'timeout.quiet-last': { type: 'seconds', default: 120, scope: 'shared', least: 0.05 },
  /** How long an endpoint may be silent after its first content. */
  'timeout.idle': { type: 'seconds', default: 240, scope: 'shared', least: 0.05 },
  /** How long an endpoint may send nothing but pings after its first content. */
  'timeout.no-content': { type: 'seconds', default: 600, scope: 'shared', least: 0.05 },
  /** Whether requests that nobody could serve are kept. */
  'queue.enabled': { type: 'choice', default: 'on', scope: 'shared', choices: ON_OFF },
  /** How long is waited between tries of a kept request. */
  'queue.strategy': { type: 'choice', default: 'exponential', scope: 'shared', choices: QUEUE_STRATEGIES },
  /** From when on, after it was kept, it may be sent; each time, or doubling. */
  'queue.base': { type: 'seconds', default: 5, scope: 'shared', least: 0.05 },
  /** Where doubling ends. */
  'queue.max-delay': { type: 'seconds', default: 300, scope: 'shared', least: 0.05 },
  /** How often a kept request is sent at the most. */
  'queue.max-attempts': { type: 'count', default: 5, scope: 'shared', least: 1 },
  /** How long a request waits, and for how long one that is over is kept. */
  'queue.ttl': { type: 'seconds', default: 86_400, scope: 'shared', least: 1 },
  /** Requests that are kept at the most. */
  'queue.max-items': { type: 'count', default: 1_000, scope: 'machine', least: 1 },
  /** What they take in the database at the most. */
  'queue.max-bytes': { type: 'bytes', default: 256e6, scope: 'machine', least: 1 },
  /** Whether they are sent without anybody asking for it. */
  'queue.auto': { type: 'choice', default: 'off', scope: 'shared', choices: ON_OFF },
  /** How long an answer waits for the client that sends the same request again. */
  'queue.attach': { type: 'seconds', default: 600, scope: 'shared' },
  /** How far checks go that nobody asks for: nothing, whether an endpoint is there, or a question where it decides something. */
  'health.mode': { type: 'choice', default: 'conversational', scope: 'shared', choices: CHECK_MODES },
  /** How often an endpoint that no request goes to is looked at. */
  'health.interval': { type: 'seconds', default: 60, scope: 'shared', least: 1 },
  /** For how long what requests and checks showed of an endpoint says anything. */
  'health.stale': { type: 'seconds', default: 1_800, scope: 'shared', least: 1 },
  /** Tokens that checks of one endpoint may use a day, where nobody asks for them. */
  'health.daily-tokens': { type: 'count', default: 20_000, scope: 'shared' },
  /** Requests or checks of an endpoint below which it has no score. */
  'health.min-checks': { type: 'count', default: 3, scope: 'shared', least: 1, most: 50 },
  /** Whether the score of an endpoint moves its share of new sessions. */
  'health.weight-adjustment': { type: 'choice', default: 'on', scope: 'shared', choices: ON_OFF },
  /** Model that a check asks for, where none is named; mapped as the endpoint maps models. */
  'health.model': { type: 'text', default: 'claude-haiku-4-5', scope: 'shared' },
  /** How long a question of a check may take. */
  'health.timeout': { type: 'seconds', default: 30, scope: 'shared', least: 0.05, most: 60 },
  /** Whether other machines may open the dashboard, where the proxy listens for them; always with a login. */
  'dashboard.beyond': { type: 'choice', default: 'off', scope: 'machine', choices: ON_OFF },
  /** Where a collector of OpenTelemetry takes traces: the URL of its OTLP over HTTP; `none`: nowhere. */
  'otlp.endpoint': { type: 'url', default: 'none', scope: 'machine' },
  /** Whether notices are shown on the desktop of whoever runs the proxy. */
  'notify.desktop': { type: 'choice', default: 'off', scope: 'machine', choices: ON_OFF },
  /** Reference to the URL that notices are posted to as JSON; `none`: nowhere. The same for those that follow. */
  'notify.webhook': { type: 'reference', default: 'none', scope: 'machine' },
  /** Reference to what goes there as a bearer token. */
  'notify.webhook-secret': { type: 'reference', default: 'none', scope: 'machine' },
  /** Reference to the URL of an incoming webhook of Slack. */
  'notify.slack': { type: 'reference', default: 'none', scope: 'machine' },
  /** Reference to the URL of a custom bot of Feishu or Lark. */
  'notify.feishu': { type: 'reference', default: 'none', scope: 'machine' },
  /** Reference to the secret that signs what goes there. */
  'notify.feishu-secret': { type: 'reference', default: 'none', scope: 'machine' },
  /** Reference to the URL of a custom robot of DingTalk. */
  'notify.dingtalk': { type: 'reference', default: 'none', scope: 'machine' },
  /** Reference to the secret that signs what goes there. */
  'notify.dingtalk-secret': { type: 'reference', default: 'none', scope: 'machine' },
  /** Reference to the URL of a group robot of WeCom. */
  'notify.wecom': { type: 'reference', default: 'none', scope: 'machine' },
  /** Notices that one channel is sent an hour, beyond the first five; the rest is told together. */
  'notify.per-hour': { type: 'count', default: 12, scope: 'machine', least: 1, most: 600 },
  /** Language of notices; `auto`: the one that the proxy was started in. */
  'notify.lang': { type: 'choice', default: 'auto', scope: 'machine', choices: NOTICE_LANGS },
  /** The program that `qcc run` starts: a name on the path, or a file. */
  'claude.command': { type: 'text', default: 'claude', scope: 'machine' },
  /** The least that is written to the log file. */
  'log.level': { type: 'choice', default: 'info', scope: 'machine', choices: LOG_LEVELS },
  /** How large a log file gets before the next one is begun. */
  'log.file-size': { type: 'bytes', default: 10 * 2 ** 20, scope: 'machine', least: 1_024 },
  /** Log files that are kept, the newest among them. */
  'log.files': { type: 'count', default: 5, scope: 'machine', least: 1, most: 100 },
  /** Requests whose trail is kept; 0 keeps none. */
  'trail.requests': { type: 'count', default: 50_000, scope: 'machine' },
  /** How long the trail of a request is kept. */
  'trail.age': { type: 'seconds', default: 14 * 86_400, scope: 'machine' },
  /** Versions of the configuration that are kept. */
  'versions.keep': { type: 'count', default: 1_000, scope: 'machine', least: 2 },
  /** Where the configuration of several machines meets; `local`: nowhere. */
  'sync.backend': { type: 'choice', default: 'local', scope: 'machine', choices: SYNC_BACKENDS },
  /** The folder, the URL of the git remote, or the id of the gist; `none` before it is set up. */
  'sync.place': { type: 'text', default: 'none', scope: 'machine' },
  /** Branch of the git remote. */
  'sync.branch': { type: 'text', default: 'qcc', scope: 'machine' },
  /** Where the API of GitHub or of GitHub Enterprise is. */
  'sync.api': { type: 'url', default: 'https://api.github.com', scope: 'machine' },
  /** Reference to the token for gists. */
  'sync.token': { type: 'reference', default: 'env:GITHUB_TOKEN', scope: 'machine' },
  /** Reference to the passphrase of what travels. */
  'sync.passphrase': { type: 'reference', default: 'env:QCC_PASSPHRASE', scope: 'machine' },
  /** Whether stored keys travel. */
  'sync.secrets': { type: 'choice', default: 'off', scope: 'machine', choices: ON_OFF },
  /** How long one step of a sync may take: an answer of git or of an API. */
  'sync.timeout': { type: 'seconds', default: 60, scope: 'machine', least: 0.05 },
} as const satisfies Readonly<Record<string, Setting>>

export type SettingKey = keyof typeof SETTINGS

export const settingKeys = Object.keys(SETTINGS) as readonly SettingKey[]

type ValueOf<K extends SettingKey> = (typeof SETTINGS)[K] extends { readonly choices: readonly (infer C)[] }
  ? C
  : (typeof SETTINGS)[K]['type'] extends 'text' | 'url' | 'reference'
    ? string
    : number

/** Settings that hold from one start of the proxy to the next. */
export const AT_START = ['proxy.host', 'proxy.port'] as const satisfies readonly SettingKey[]

/** The value of every setting, as used: numbers in the unit of their type. */
export type Settings = { readonly [K in SettingKey]: ValueOf<K> }

/** The environment variable that overrides a setting for one run: `proxy.port` is `QCC_PROXY_PORT`. */
export const envNameOf = (key: SettingKey): string => `QCC_${key.replace(/[.-]/g, '_').toUpperCase()}`

/** The schema's entry for a key that came from outside, or null when there is no such setting. */
export function settingNamed(key: string): Setting | null {
  return Object.hasOwn(SETTINGS, key) ? SETTINGS[key as SettingKey] : null
}
