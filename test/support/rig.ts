import { createHash } from 'node:crypto'
import Anthropic from '@anthropic-ai/sdk'
import { onTestFinished } from 'vitest'
import { composeProxy, type ComposedProxy } from '../../src/app/compose-proxy.ts'
import { NO_HISTORY } from '../../src/app/keep-history.ts'
import type { Addressee } from '../../src/app/notice-means.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import type { Document, OwnEndpoint } from '../../src/core/config/document.ts'
import type { Engine } from '../../src/engine/engine.ts'
import type { Act } from '../../src/lab/act.ts'
import { startUpstream, type Upstream, type UpstreamOptions } from '../../src/lab/upstream.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import type { Logins } from '../../src/ports/logins.ts'
import type { Sender } from '../../src/ports/sender.ts'
import type { Trail } from '../../src/ports/trail.ts'
import type { ClientToken } from '../../src/ports/store.ts'
import type { DepotAccess } from '../../src/queue/kit.ts'
import type { RunningProxy } from '../../src/proxy/server.ts'
import type { Overrides } from '../../src/settings/resolve.ts'

/** The real proxy on a real port, in front of scripted upstreams; everything ends with the test. */
export interface Rig {
  readonly url: string
  readonly proxy: RunningProxy
  readonly composed: ComposedProxy
  readonly engine: Engine
  /** What the proxy wrote to its log. */
  readonly events: LogEvent[]
  /** The trails of requests that are over. */
  readonly trails: Trail[]
  /** A client that retries nothing, so that what it sees is what the proxy did. */
  readonly sdk: Anthropic
}

/** What one endpoint of a rig is, besides its place: the first is asked first, the others only after it. */
export interface Target extends Partial<
  Pick<OwnEndpoint, 'auth' | 'deniedBetas' | 'models' | 'outboundProxy' | 'enabled' | 'weight'>
> {
  readonly url: string
  readonly name: string
  /** Its key as the vault knows it; `key-of-NAME` unless given, null for none, an error when it cannot be read. */
  readonly key?: string | null | Error
}

/** A document with these endpoints in one profile; the same name has the same id in each. */
export function rigDocument(targets: readonly Target[], settings: Document['settings'] = {}): Document {
  const endpoints = targets.map(({ name, url, ...target }, index) => ({
    ...{ id: idOf(name), name, baseUrl: url, auth: target.auth ?? 'x-api-key', credential: `env:${name}` },
    ...{ weight: target.weight ?? (index === 0 ? 100 : 0), enabled: target.enabled ?? true },
    ...{ models: target.models, deniedBetas: target.deniedBetas, outboundProxy: target.outboundProxy },
  }))
  return { profiles: [{ name: 'rig', endpoints }], settings }
}

export const idOf = (name: string): string => createHash('sha256').update(name).digest('hex').slice(0, 8)

interface RigOptions {
  readonly flags?: Overrides
  /** By reference. */
  readonly keys?: ReadonlyMap<string, Target['key']>
  /** The only profile that is served, as `proxy start --profile` says. */
  readonly profile?: string
  /** Instead of the real one. */
  readonly sender?: Sender
  /** The client tokens that there are. */
  readonly tokens?: readonly ClientToken[]
  /** What programs of the home use for one. */
  readonly ownToken?: string
  /** Where the queue is stored; without it nothing is kept. */
  readonly depot?: DepotAccess
  /** Whom notices are for; without it nobody is told. */
  readonly addressee?: Addressee
  /** Who is logged in to the dashboard; without it nobody can. */
  readonly logins?: Logins
}

/** A document with a profile for each target, which has that one endpoint, by the target's name. */
export const profilesDocument = (targets: readonly Target[], more: Partial<Document> = {}): Document => ({
  profiles: targets.flatMap((target) =>
    rigDocument([target]).profiles.map((profile) => ({ ...profile, name: target.name })),
  ),
  settings: {},
  ...more,
})

export async function startRig(
  targets: readonly Target[],
  flags: Overrides = {},
  settings: Document['settings'] = {},
): Promise<Rig> {
  const keys = new Map(targets.map(({ key, name }) => [`env:${name}`, key]))
  return startRigOn(rigDocument(targets, settings), { flags, keys })
}

/** The same on any document; its keys are `key-of-NAME` for `env:NAME`, unless `keys` has another. */
export async function startRigOn(document: Document, more: RigOptions = {}): Promise<Rig> {
  const { flags = {}, keys = new Map<string, Target['key']>(), profile = null, sender } = more
  const { addressee, depot, logins, ownToken = null, tokens = [] } = more
  const events: LogEvent[] = []
  const trails: Trail[] = []
  const composed = await composeProxy({
    configuration: { number: 1, document },
    forThisRun: { env: {}, flags: { 'proxy.port': 0, ...flags }, profile },
    vault: { resolve: async (reference) => keyOf(reference, keys.get(reference)) },
    log: { write: (event) => void events.push(event) },
    history: { ...NO_HISTORY, record: (trail) => void trails.push(trail) },
    ...(sender === undefined ? {} : { sender }),
    ...(depot === undefined ? {} : { depot }),
    ...(logins === undefined ? {} : { logins }),
    ...(addressee === undefined ? {} : { addressee }),
    ...{ tokens, ownToken },
  })
  const { engine, server: proxy, url } = composed
  onTestFinished(async () => {
    await proxy.drain(0)
    await composed.close()
  })
  const sdk = new Anthropic({ baseURL: url, apiKey: 'proxy-managed', maxRetries: 0 })
  return { url, proxy, composed, engine, events, trails, sdk }
}

function keyOf(reference: string, key: Target['key']): string | null {
  if (key instanceof Error) throw key
  return key === undefined ? `key-of-${reference.replace('env:', '')}` : key
}

/** An upstream that plays `acts` and ends with the test. */
export async function upstream(
  name: string,
  acts: readonly Act[],
  options: Partial<UpstreamOptions> = {},
): Promise<Upstream> {
  const started = await startUpstream({ clock: systemClock, name, acts, ...options })
  onTestFinished(() => started.close())
  return started
}

/** Short enough to wait for in a test, long enough for a busy machine. */
export const SHORT_TIMERS: Overrides = {
  'timeout.connect': 0.4,
  'timeout.first-content': 0.4,
  'timeout.quiet': 0.2,
  'timeout.quiet-last': 0.2,
  'timeout.idle': 0.4,
}

export const QUESTION = {
  model: 'claude-opus-5-5',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'say hi' }],
}

/** Waits until `holds` does, or fails after `mostMs` saying what did not. */
export async function eventually(what: string, holds: () => boolean, mostMs = 2_000): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    if (waited > mostMs) throw new Error(`it did not come to this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
