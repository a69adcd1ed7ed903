/** `qcc demo`: the real proxy on a real port, in front of the lab's upstreams, of which one fails on a script. */
import { randomUUID } from 'node:crypto'
import type { Shown } from '../cli/context.ts'
import type { Output } from '../cli/output.ts'
import { proxyLog } from '../cli/proxy-log.ts'
import type { Say } from '../cli/texts.ts'
import type { Document } from '../core/config/document.ts'
import { AppError } from '../errors/app-error.ts'
import type { TextKey } from '../i18n/en.ts'
import type { Act } from '../lab/act.ts'
import { streamMessage, type Seen } from '../lab/stream-client.ts'
import { startUpstream, type Upstream } from '../lab/upstream.ts'
import type { Log, LogEvent } from '../ports/log.ts'
import { SETTINGS } from '../settings/schema.ts'
import { NO_HISTORY } from './keep-history.ts'
import { composeProxy, type ComposedProxy } from './compose-proxy.ts'
import { portTaken } from './port-owner.ts'
import { systemClock } from './system-clock.ts'

interface Stage {
  readonly say: Say
  readonly output: Output
  readonly json: boolean
  readonly stopped: () => Promise<void>
}

/** With the end of the show, which is null. */
interface LitStage extends Stage {
  readonly stop: Promise<null>
}

interface Wanted {
  readonly once: boolean
  readonly port: number | null
}

/** One thing that happens to the endpoint, and the act by which it does; `down` takes it off the network. */
interface Step {
  readonly text: TextKey
  readonly act: Act | 'down'
}

const GOOD: Act = { do: 'serve', manner: { everyMs: 30 } }
const OVERLOADED: Act = { do: 'status', status: 529 }
const SCRIPT: readonly Step[] = [
  { text: 'demo.step.good', act: GOOD },
  { text: 'demo.step.status', act: OVERLOADED },
  {
    text: 'demo.step.sse-error',
    act: {
      do: 'serve',
      breakAt: { phase: 'after-start', how: { error: { type: 'overloaded_error', message: 'Overloaded' } } },
    },
  },
  { text: 'demo.step.reset', act: { do: 'serve', breakAt: { phase: 'after-headers', how: 'reset' } } },
  { text: 'demo.step.html', act: { do: 'html' } },
  { text: 'demo.step.limit', act: { do: 'status', status: 429, headers: { 'retry-after': '3600' } } },
  // A success between: one failure more in a row would open the endpoint's circuit, and it would not be asked.
  { text: 'demo.step.back', act: GOOD },
  { text: 'demo.step.down', act: 'down' },
  { text: 'demo.step.back', act: GOOD },
]

const NAMES = ['north', 'south', 'west'] as const

/** Plays the script. `port` null takes the usual one. */
export async function playDemo(wanted: Wanted, stage: Stage): Promise<Shown> {
  const stop = stage.stopped().then(() => null)
  const upstreams = await Promise.all(
    NAMES.map((name) => startUpstream({ clock: systemClock, name, key: keyOf(name), acts: [GOOD] })),
  )
  try {
    return await playInFrontOf(upstreams, wanted, { ...stage, stop })
  } finally {
    await Promise.all(upstreams.map((upstream) => upstream.close()))
  }
}

async function playInFrontOf(
  upstreams: readonly Upstream[],
  wanted: Wanted,
  stage: LitStage,
): Promise<Shown> {
  const events: LogEvent[] = []
  let log: Log = { write: (event) => events.push(event) }
  const proxy = await startBeside(
    upstreams,
    wanted.port,
    {
      write: (event) => {
        log.write(event)
      },
    },
    stage,
  )
  try {
    stage.output.note(stage.say('demo.up', { url: proxy.url, endpoints: NAMES.join(', ') }))
    const played = await playScript(proxy, upstreams, events, stage)
    if (played === null) return 'stopped'
    if (!wanted.once) {
      log = proxyLog(stage)
      invite(proxy.url, played, stage)
      played.preferred.play(OVERLOADED)
      await stage.stop
    }
    return played.isGood ? 'complete' : 'incomplete'
  } finally {
    await proxy.server.drain(0)
    await proxy.close()
  }
}

const keyOf = (name: string): string => `sk-demo-${name}`

const documentOf = (upstreams: readonly Upstream[]): Document => ({
  profiles: [
    {
      name: 'demo',
      endpoints: upstreams.map(({ name, url }) => ({
        ...{ id: name, name, baseUrl: url, auth: 'x-api-key', credential: name },
        ...{ weight: 100, enabled: true },
      })),
    },
  ],
  settings: {},
})

/** On the port asked for; on any free one when nobody asked and the usual one is taken. */
async function startBeside(
  upstreams: readonly Upstream[],
  port: number | null,
  log: Log,
  { say, output }: Stage,
): Promise<ComposedProxy> {
  const configuration = { number: 1, document: documentOf(upstreams) }
  const vault = { resolve: async (name: string) => keyOf(name) }
  const start = (on: number) => {
    const forThisRun = { env: {}, flags: { 'proxy.port': on }, profile: null }
    return composeProxy({ configuration, forThisRun, vault, log, history: NO_HISTORY })
  }
  const host = SETTINGS['proxy.host'].default
  const usual = port ?? SETTINGS['proxy.port'].default
  try {
    return await start(usual)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
    if (port !== null) throw await portTaken(host, port, error)
    output.note(say('demo.port-moved', { port: usual }))
    return start(0)
  }
}

/** What the script came to; `preferred` is the endpoint that it happened to. */
interface Played {
  readonly isGood: boolean
  readonly preferred: Upstream
  /** The session whose requests go there first. */
  readonly session: string
}

async function playScript(
  { url }: ComposedProxy,
  upstreams: readonly Upstream[],
  events: readonly LogEvent[],
  stage: LitStage,
): Promise<Played | null> {
  const { output, say, stop } = stage
  output.note(`${say('demo.session')}\n`)
  const session = randomUUID()
  const preferred = await Promise.race([preferredBy(session, url, upstreams), stop])
  if (preferred === null) return null
  let complete = 0
  let faults = 0
  for (const [index, { act, text }] of SCRIPT.entries()) {
    if (act === 'down') await preferred.down()
    else await preferred.up()
    if (act !== 'down') preferred.play(act)
    output.note(`${String(index + 1)}. ${preferred.name}: ${say(text)}`)

    const before = events.length
    // An endpoint that is overloaded or limited is set aside for the model that was asked for: each step asks for its own.
    const model = `claude-demo-${String(index + 1)}`
    const asking = streamMessage({ model, url, session, prompt: 'How are you?' }, systemClock)
    const seen = await Promise.race([asking, stop])
    if (seen === null) return null
    const failed = events
      .slice(before)
      .flatMap((event) => (event.event === 'attempt' && event.outcome !== 'ok' ? [event] : []))
    if (isWhole(seen)) complete += 1
    faults += failed.length
    tell(text, seen, failed, stage)
  }
  output.note(`\n${say('demo.summary', { requests: SCRIPT.length, faults, complete })}`)
  const isGood = complete === SCRIPT.length
  if (isGood) output.note(output.styled('green', say('demo.summary-good')))
  return { isGood, preferred, session }
}

const isWhole = (seen: Seen): boolean => seen.isComplete && seen.starts === 1

/** How one request went: who failed, and what its client saw. */
function tell(
  text: TextKey,
  seen: Seen,
  failed: readonly Extract<LogEvent, { readonly event: 'attempt' }>[],
  { json, output, say }: Stage,
): void {
  for (const { endpoint, tookMs, why } of failed) {
    output.note(output.styled('yellow', `   ✗ ${say('demo.failed', { endpoint, ms: tookMs, why })}`))
  }
  const complete = isWhole(seen)
  const endpoint = String(seen.headers['x-qcc-endpoint'] ?? '-')
  const served = say('demo.served', { endpoint, ms: seen.firstTextMs ?? '-', text: seen.text })
  const missed = say('demo.not-served', { why: seen.error })
  output.note(complete ? output.styled('green', `   ✓ ${served}`) : output.styled('red', `   ✗ ${missed}`))
  if (json) output.data(JSON.stringify({ step: text.replace('demo.step.', ''), endpoint, failed, complete }))
}

/** The upstream that a session's requests go to as long as nothing happens to it. */
async function preferredBy(session: string, url: string, upstreams: readonly Upstream[]): Promise<Upstream> {
  const seen = await streamMessage({ url, session, prompt: 'Who are you?' }, systemClock)
  const found = upstreams.find(({ name }) => seen.headers['x-qcc-endpoint'] === `demo/${name}`)
  if (found === undefined) throw new AppError('internal', `the demo's first request failed: ${seen.error}`)
  return found
}

function invite(url: string, { preferred: { name }, session }: Played, { output, say }: Stage): void {
  const ask =
    '{"model":"claude-opus-5-5","max_tokens":64,"stream":true,"messages":[{"role":"user","content":"hi"}]}'
  output.note(`\n${say('demo.stay', { endpoint: name })}\n`)
  output.note(`  curl -iN ${url}/v1/messages -H 'x-claude-code-session-id: ${session}' -d '${ask}'\n`)
  output.note(`${say('demo.claude')}\n`)
  output.note(`  ANTHROPIC_BASE_URL=${url} ANTHROPIC_AUTH_TOKEN=proxy-managed claude\n`)
  output.note(say('demo.end'))
}
