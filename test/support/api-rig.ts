import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { RunFile } from '../../src/admin/contract.ts'
import { homeServices } from '../../src/app/home-services.ts'
import { runProxy } from '../../src/app/run-proxy.ts'
import { systemClock } from '../../src/app/system-clock.ts'
import type { Context } from '../../src/cli/context.ts'
import type { Document } from '../../src/core/config/document.ts'
import type { LogEvent } from '../../src/ports/log.ts'
import { createRedactor } from '../../src/secrets/redactor.ts'
import type { Overrides } from '../../src/settings/resolve.ts'
import { configureHome, workDocument } from './home.ts'
import { send, type Answer } from './http.ts'
import { recordedOutput } from './output.ts'
import { temporaryFolder } from './qcc.ts'
import { sayIn } from './say.ts'

/** The proxy of a whole home, in this process, and its control API. */
export interface ApiRig {
  readonly home: string
  readonly url: string
  /** Of `run.json`. */
  readonly token: string
  /** What the proxy wrote to its log. */
  readonly events: readonly LogEvent[]
  /** Asks with the token of `run.json`; the body is sent as JSON unless it is text. */
  readonly ask: (
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>
  /** Ends the proxy before the test does. */
  readonly stop: () => Promise<void>
}

interface Options {
  readonly settings?: Document['settings']
  readonly document?: Document
  readonly flags?: Overrides
  /** Of a rig that was stopped, as that has left it. */
  readonly home?: string
}

/** Endpoints are in the profile "work"; keys are `key-of-NAME`. Everything ends with the test. */
export async function startApiRig(
  targets: Parameters<typeof workDocument>[0],
  { document, flags = {}, home: known, settings = {} }: Options = {},
): Promise<ApiRig> {
  const home = known ?? join(temporaryFolder(), 'home')
  if (known === undefined)
    await configureHome(home, document ?? workDocument(targets, { 'health.mode': 'passive', ...settings }))
  const redactor = createRedactor()
  const keys = targets.map(({ name }) => [`KEY_${name}`, `key-of-${name}`])
  const env = { QCC_KEY_STORE: 'off', ...(Object.fromEntries(keys) as Record<string, string>) }
  const person = { isThere: () => false, askPassphrase: async () => null }
  const shell = { home, env, person, redactor, clock: systemClock, say: sayIn('en') }
  const { close, ...services } = homeServices(shell)
  const events: LogEvent[] = []
  const context = { ...services, ...shell, output: recordedOutput().output } as unknown as Context
  const log = { write: (event: LogEvent) => void events.push(event) }
  const wish = { flags: { 'proxy.port': 0, ...flags }, profile: null, daemon: false, log }
  const proxy = await runProxy(wish, context)
  const life = { isOver: false }
  const stop = async () => {
    if (life.isOver) return
    life.isOver = true
    await proxy.stop(0)
    await close()
  }
  onTestFinished(stop)
  const { token } = JSON.parse(readFileSync(join(home, 'run.json'), 'utf8')) as RunFile
  return {
    ...{ home, url: proxy.url, token, events, stop },
    ask: (method, path, body, headers = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body)
      return send(`${proxy.url}/_qcc/api/v1${path}`, {
        ...{ method, headers: { authorization: `Bearer ${token}`, ...headers } },
        ...(body === undefined ? {} : { body: text }),
      })
    },
  }
}
