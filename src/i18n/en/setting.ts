import type { SettingKey } from '../../settings/schema.ts'

/** One line for each setting: what it decides. */
const descriptions = {
  'setting.proxy.host': 'address that the proxy listens on',
  'setting.proxy.hosts':
    'names by which clients may call the proxy, besides its own addresses; with commas between',
  'setting.proxy.port': 'port that the proxy listens on; 0 takes any free one',
  'setting.proxy.drain': 'how long open streams may finish after the proxy was asked to stop',
  'setting.body.max': 'largest request body that is kept for replay',
  'setting.body.total': 'all request bodies in memory together; further requests wait their turn',
  'setting.body.wait': 'how long a request may wait for its turn, before it is told to come back',
  'setting.body.idle': 'how long a client may send nothing before its request body is complete',
  'setting.body.rate':
    'bytes a second that a request body must come to on average, once body.idle is over; 0 takes any',
  'setting.attempts.max': 'attempts that one request may make, not counting immediate refusals',
  'setting.attempts.per-tier':
    'attempts of one request in one tier, while a later tier has somebody; not counting immediate refusals',
  'setting.attempts.deadline': 'how long a request may take to its first content, over all attempts',
  'setting.circuit.failure-threshold':
    'points of failure within a minute, without a success between, that take an endpoint out',
  'setting.circuit.max-open':
    'the longest that an endpoint stays out for its failures before it is tried again, give or take a fifth',
  'setting.failover.auto':
    'whether the next tier serves when the active one is lost; when off, the active tier serves or nobody',
  'setting.recovery.auto':
    'whether a tier that was left comes back by itself; when off, only after "qcc priority switch"',
  'setting.recovery.checks': 'checks or answers that a tier has to pass before it serves again',
  'setting.tier.cooldown':
    'how long a tier that was left is not asked; doubled each time it is left soon after it came back',
  'setting.balancer.strategy':
    'how the endpoints of a profile share new sessions, unless the profile has a strategy of its own',
  'setting.affinity':
    'how long after its last request a session still has its endpoint; 0: every request is placed anew',
  'setting.room.wait': 'how long a request waits for room on an endpoint at its limit before it moves on',
  'setting.hold.max':
    'how long a request is held when no endpoint is left: up to a minute for its turn or the end of a limit; with more, until somebody serves it',
  'setting.hold.most': 'requests that are held at once at most; one more is answered at once',
  'setting.gate.events': 'events of a stream that are held back at most before the first content',
  'setting.gate.bytes': 'bytes of a stream that are held back at most before the first content',
  'setting.gate.whole-bytes': 'bytes of a whole answer that are held back at most',
  'setting.gate.headers':
    'when the client of a stream gets its headers at the latest, unless it says how long it waits',
  'setting.gate.headers-share':
    'when a client that says how long it waits gets its headers at the latest: percent of that time',
  'setting.gate.ping': 'how often a client that has its headers gets a ping until the answer begins',
  'setting.timeout.connect': 'how long connecting to an endpoint may take',
  'setting.timeout.first-content':
    'the longest that an endpoint may take from then to its first content; a stream gets three times what it usually takes, where that is known',
  'setting.timeout.first-content-least':
    'the least that a stream gets, however fast its endpoint usually is; timeout.first-content still holds',
  'setting.timeout.quiet':
    'how long an endpoint whose message has begun may be silent, once the time to the first content is over',
  'setting.timeout.quiet-last':
    'how long the last endpoint that could be asked may be silent, once that time is over and its headers are there',
  'setting.timeout.idle': 'how long an endpoint may be silent after its first content',
  'setting.timeout.no-content': 'how long an endpoint may send nothing but pings after its first content',
  'setting.queue.enabled':
    'whether a request that nobody could serve is kept, encrypted, to be sent again later',
  'setting.queue.strategy':
    'when a kept request may be sent again: exponential doubles the time after each try, fixed waits the same, immediate only until an endpoint can serve',
  'setting.queue.base': 'how long a kept request waits before its first try; with fixed, before each',
  'setting.queue.max-delay': 'where doubling that time ends; up to a fifth is added by chance',
  'setting.queue.max-attempts': 'how often a kept request is sent at the most',
  'setting.queue.ttl': 'how long a kept request waits, and for how long one that is over can be looked at',
  'setting.queue.max-items': 'requests that are kept at the most; those that are over go first',
  'setting.queue.max-bytes': 'what kept requests and their answers take in the database at the most',
  'setting.queue.auto':
    'whether kept requests are sent by themselves; when off, only for a client that asks again, by "qcc queue retry", and those sent with "x-qcc-queue: accept"',
  'setting.queue.attach':
    'how long the answer to a kept request waits for its client to send the same request again',
  'setting.health.mode':
    'how far checks go that nobody asks for: passive sends nothing, free looks whether an endpoint is there, conversational also asks a question where it decides something',
  'setting.health.interval': 'how often an endpoint that no request goes to is looked at',
  'setting.health.stale': 'for how long what requests and checks showed of an endpoint says anything',
  'setting.health.daily-tokens':
    'tokens that checks of one endpoint may use a day, where nobody asks for them',
  'setting.health.model':
    'model that a check asks for, where none is named; sent as the endpoint maps models',
  'setting.health.timeout': 'how long the question of a check may take',
  'setting.health.min-checks': 'requests or checks of an endpoint below which it has no score',
  'setting.health.weight-adjustment':
    'whether the score of an endpoint moves its share of new sessions within its profile',
  'setting.dashboard.beyond':
    'whether other machines may open the dashboard, where the proxy listens for them; always with a login',
  'setting.otlp.endpoint':
    'where a collector of OpenTelemetry takes traces of requests, as http://127.0.0.1:4318; none: nowhere',
  'setting.notify.desktop': 'whether notices are shown on the desktop of whoever runs the proxy',
  'setting.notify.webhook': 'where the URL is that notices are posted to as JSON; none: nowhere',
  'setting.notify.webhook-secret': 'where the secret is that goes there as a bearer token',
  'setting.notify.slack': 'where the URL of an incoming webhook of Slack is',
  'setting.notify.feishu': 'where the URL of a custom bot of Feishu or Lark is',
  'setting.notify.feishu-secret': 'where the secret is that signs what goes to Feishu',
  'setting.notify.dingtalk': 'where the URL of a custom robot of DingTalk is',
  'setting.notify.dingtalk-secret': 'where the secret is that signs what goes to DingTalk',
  'setting.notify.wecom': 'where the URL of a group robot of WeCom is',
  'setting.notify.per-hour':
    'notices that one channel is sent an hour, beyond the first five; the rest is told together',
  'setting.notify.lang': 'language of notices; auto: the one that the proxy was started in',
  'setting.claude.command': 'the program that "qcc run" starts: its name on the path, or its file',
  'setting.log.level': 'the least that is written to the log file',
  'setting.log.file-size': 'how large a log file gets before the next one is begun',
  'setting.log.files': 'log files that are kept, the newest among them',
  'setting.trail.requests': 'requests whose trail is kept for "qcc explain"; 0 keeps none',
  'setting.trail.age': 'how long the trail of a request is kept',
  'setting.versions.keep': 'versions of the configuration that are kept',
  'setting.sync.backend':
    'where the configuration of several machines meets; local: nowhere. "qcc sync setup" sets it up',
  'setting.sync.place':
    'the folder, the URL of the git remote, or the id of the gist; none before it is set up',
  'setting.sync.branch': 'branch of the git remote',
  'setting.sync.api': 'where the API of GitHub is; of GitHub Enterprise: https://HOST/api/v3',
  'setting.sync.token':
    'where the token for gists is: env:NAME, cmd:COMMAND, keychain:SERVICE/ACCOUNT or secret:ID',
  'setting.sync.passphrase':
    'where the passphrase is that encrypts what travels: env:NAME, cmd:COMMAND, keychain:SERVICE/ACCOUNT or secret:ID',
  'setting.sync.secrets': 'whether stored keys travel too, encrypted like all that travels',
  'setting.sync.timeout': 'how long git, or the API of GitHub, may take to answer',
} as const satisfies Readonly<Record<`setting.${SettingKey}`, string>>

export const settingEn = {
  ...descriptions,
  'setting-problem.variable': 'The variable {variable} cannot be used: {why}\nCorrect it or unset it.',
} as const
