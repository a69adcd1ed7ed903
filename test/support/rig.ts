import Anthropic from '@anthropic-ai/sdk'
import { onTestFinished } from 'vitest'
import { controlApi } from '../../src/admin/control-api.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import { routingTable } from '../../src/core/config/document.ts'
import { Engine } from '../../src/engine/engine.ts'
import type { Act } from '../../src/lab/act.ts'
import { startUpstream, type Upstream, type UpstreamOptions } from '../../src/lab/upstream.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import { startProxy, type RunningProxy } from '../../src/proxy/server.ts'
import { UndiciSender } from '../../src/sender/undici-sender.ts'
import { resolveSettings, timersOf, type Overrides } from '../../src/settings/resolve.ts'

/** The real proxy on a real port, in front of scripted upstreams; everything ends with the test. */
export interface Rig {
  readonly url: string
  readonly proxy: RunningProxy
  readonly engine: Engine
  /** What the proxy wrote to its log. */
  readonly events: LogEvent[]
  /** A client that retries nothing, so that what it sees is what the proxy did. */
  readonly sdk: Anthropic
}

/** What one endpoint of a rig is, besides its place: the first is asked first, the others only after it. */
interface Target {
  readonly url: string
  readonly name: string
  readonly auth?: 'x-api-key' | 'bearer' | 'both'
  /** Its key as the vault knows it; `key-of-NAME` unless given, null for none. */
  readonly key?: string | null
}

export async function startRig(targets: readonly Target[], flags: Overrides = {}): Promise<Rig> {
  const settings = resolveSettings({ 'proxy.port': 0 }, flags)
  const entries = targets.map(({ auth = 'x-api-key', name, url }, index) => {
    return { name, baseUrl: url, auth, credential: name, weight: index === 0 ? 100 : 0 }
  })
  const document = { profiles: [{ name: 'rig', endpoints: entries }], settings: {} }
  const engine = new Engine(routingTable(document, timersOf(settings)), {
    clock: systemClock,
    dice: { roll: () => 0 },
  })
  const sender = new UndiciSender()
  const events: LogEvent[] = []
  const keys = new Map(targets.map(({ key, name }) => [name, key === undefined ? `key-of-${name}` : key]))
  const parts = {
    engine,
    sender,
    clock: systemClock,
    settings,
    vault: { resolve: async (reference: string) => keys.get(reference) ?? null },
    log: { write: (event: LogEvent) => void events.push(event) },
  }
  const control = controlApi({ product: 'qcc', version: '0.0.0', pid: process.pid, instance: 'rig' })
  const proxy = await startProxy(parts, control)
  onTestFinished(async () => {
    await proxy.drain(0)
    await sender.close()
  })
  const url = `http://127.0.0.1:${String(proxy.port)}`
  const sdk = new Anthropic({ baseURL: url, apiKey: 'proxy-managed', maxRetries: 0 })
  return { url, proxy, engine, events, sdk }
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
  'timeout.idle': 0.4,
}

export const QUESTION = {
  model: 'claude-opus-5-5',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'say hi' }],
}

/** Waits until `holds` does, or fails after two seconds saying what did not. */
export async function eventually(what: string, holds: () => boolean): Promise<void> {
  for (let waited = 0; !holds(); waited += 5) {
    if (waited > 2_000) throw new Error(`it did not come to this: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
