import type { Context } from './context.ts'
import type { ProxyWish } from './listening-proxy.ts'
import { liveProxy } from './live.ts'
import { printJson } from './report.ts'
import type { ProxyStartShape } from './shapes/proxy-start.ts'

/** Starts a proxy that outlives this command, and says where it is. */
export async function startInBackground(context: Context, wish: ProxyWish): Promise<void> {
  const { json, output, say } = context
  const daemon = await context.startDaemon(wish)
  if (json) printJson<ProxyStartShape>(context, daemon)
  output.note(say('proxy.daemon-started', { ...daemon, log: daemon.logFile }))
  const status = (await liveProxy(context))?.status
  if (status?.beyondMachine !== true) return
  const { clientTokens: count, host } = status
  output.note(output.styled('yellow', say('token.beyond', { host, count })))
}
