import type { Context } from '../../context.ts'
import { printJson } from '../../report.ts'
import { runningProxy } from '../../running-proxy.ts'
import type { ProxyStopShape } from '../../shapes/proxy-stop.ts'
import { stopProxy } from '../../stop-proxy.ts'

export interface ProxyStopFlags {
  /** In seconds. */
  readonly timeout?: number
}

/** Stops the proxy of this home; done when it is gone. */
export async function proxyStop(context: Context, { timeout }: ProxyStopFlags): Promise<void> {
  const running = await runningProxy(context)
  const { identity, url } = running
  const broken = await stopProxy(context, running, timeout)
  if (context.json) printJson<ProxyStopShape>(context, { url, pid: identity.pid, broken })
}
