import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contender } from './contender.ts'
import { end, freePort, launch, originAt } from './processes.ts'

/** One that is up. */
export interface Started {
  readonly name: string
  readonly url: string
  /** 0 for nobody: the upstream itself. */
  readonly pid: number
  readonly stop: () => Promise<void>
}

/** Starts it in front of these endpoints; rejects with a sentence when it cannot be had. */
export async function started(contender: Contender, endpoints: readonly string[]): Promise<Started> {
  if (contender.name === 'direct') {
    return { name: contender.name, url: endpoints[0] ?? '', pid: 0, stop: () => Promise.resolve() }
  }
  const home = mkdtempSync(join(tmpdir(), 'qcc-bench-'))
  const remove = (): void => {
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const port = await freePort()
    const { leave, pid } = await contender.start({ home, port, endpoints })
    const stop = async (): Promise<void> => {
      leave?.()
      await end(pid)
      remove()
    }
    return { name: contender.name, url: originAt(port), pid, stop }
  } catch (error) {
    remove()
    throw error
  }
}

/** The ways in which an upstream fails. */
export const FAILURES = ['refusing', 'busy', 'resetting'] as const
export type FailureName = (typeof FAILURES)[number]
/** How an upstream is at a time. */
export type Manner = FailureName | 'well'

/** Their origins. */
export interface Upstreams {
  readonly good: string
  /** The one that is as it is told to be. */
  readonly fickle: string
  /** Where it is told. */
  readonly control: string
  readonly stop: () => Promise<void>
}

/** Starts the upstreams, in one process. */
export async function startUpstreams(): Promise<Upstreams> {
  const home = mkdtempSync(join(tmpdir(), 'qcc-bench-'))
  const [good, fickle, control] = [await freePort(), await freePort(), await freePort()]
  const args = [
    fileURLToPath(new URL('upstream.ts', import.meta.url)),
    ...[good, fickle, control].map(String),
  ]
  const pid = await launch({ command: process.execPath, args, home, port: control })
  return {
    ...{ good: originAt(good), fickle: originAt(fickle), control: originAt(control) },
    stop: async () => {
      await end(pid)
      rmSync(home, { recursive: true, force: true })
    },
  }
}
