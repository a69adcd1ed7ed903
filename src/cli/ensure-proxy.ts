import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import type { ControlClient } from './control-client.ts'

/** The proxy of this home, started in the background if none runs. */
export interface EnsuredProxy {
  readonly url: string
  /** What it takes as a client's credential; null where it takes any. */
  readonly clientToken: string | null
  /** The only profile that it serves; null when it serves all. */
  readonly only: string | null
  /** Its process, if it was started for this; null when it ran already. */
  readonly startedPid: number | null
}

/** Finds the proxy or starts one, as `proxy start -d` does; one that is just stopping is waited for. */
export async function ensureProxy(context: Context): Promise<EnsuredProxy> {
  const running = await servingProxy(context)
  if (running !== null) return found(running, null)
  const wish = { flags: {}, profile: null, daemon: true, log: { write: () => undefined } }
  const begun = await context.startDaemon(wish).catch((error: unknown) => {
    if (error instanceof AppError) return error
    throw error
  })
  const now = await context.proxy()
  // Somebody else may have started one at the same moment.
  if (now !== null) return found(now, begun instanceof AppError ? null : begun.pid)
  throw begun instanceof AppError
    ? begun
    : new AppError('no-proxy', context.say('proxy.went-away', { url: begun.url }))
}

const found = ({ clientToken, started, url }: ControlClient, startedPid: number | null): EnsuredProxy => ({
  url,
  clientToken,
  only: started.profile,
  startedPid,
})

const LOOK_AGAIN_MS = 100

/** Null when none runs, or none any more. */
async function servingProxy(context: Context): Promise<ControlClient | null> {
  for (let isTold = false; ; isTold = true) {
    const running = await context.proxy()
    if (running === null || !(await isStopping(running))) return running
    if (!isTold) context.output.note(context.say('run.proxy-stopping', { url: running.url }))
    await context.wait(LOOK_AGAIN_MS)
  }
}

async function isStopping(running: ControlClient): Promise<boolean> {
  try {
    return (await running.status()).stopping
  } catch (error) {
    if (error instanceof AppError && error.code === 'no-proxy') return true
    throw error
  }
}
