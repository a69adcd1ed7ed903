import type { Context } from '../../context.ts'
import { configurationOf } from '../../apply.ts'
import { errorText } from '../../../views/error-text.ts'
import type { Keyless, ListeningProxy, ProxyWish } from '../../listening-proxy.ts'
import { profileOf } from '../../names.ts'
import { proxyLog } from '../../proxy-log.ts'
import { startInBackground } from '../../start-in-background.ts'
import type { LogLevel } from '../../../settings/schema.ts'

export interface ProxyStartFlags {
  readonly host?: string
  readonly port?: number
  readonly daemon?: boolean
  readonly profile?: string
  readonly logLevel?: LogLevel
  /** Given by `--daemon` to the process that it starts. */
  readonly asDaemon?: boolean
}

/** Runs the proxy until it is told to stop, then lets open requests finish; a second signal ends them. */
export async function proxyStart(context: Context, flags: ProxyStartFlags): Promise<void> {
  const { output, say, stopped } = context
  const wish = await wishOf(context, flags)
  if (flags.daemon === true) return startInBackground(context, wish)

  const signal = stopped.next()
  const proxy = await context.startProxy(wish)
  if (!wish.daemon) await announce(context, proxy)
  const bySignal = signal.then(() => proxy.drainMs)
  const drainMs = await Promise.race([bySignal, proxy.askedToStop.then((asked) => asked.drainMs)])
  if (proxy.open > 0) output.note(say('proxy.stopping', { seconds: drainMs / 1_000 }))
  void stopped.next().then(() => proxy.stop(0))
  const broken = await proxy.stop(drainMs)
  output.note(broken === 0 ? say('proxy.stopped') : say('proxy.stopped-broken', { count: broken }))
}

async function wishOf(context: Context, flags: ProxyStartFlags): Promise<ProxyWish> {
  const { asDaemon = false, host, logLevel, port, profile = null } = flags
  if (profile !== null) profileOf((await configurationOf(context)).document, profile, context.say)
  return {
    flags: {
      ...(host === undefined ? {} : { 'proxy.host': host }),
      ...(port === undefined ? {} : { 'proxy.port': port }),
      ...(logLevel === undefined ? {} : { 'log.level': logLevel }),
    },
    profile,
    daemon: asDaemon,
    log: asDaemon ? { write: () => undefined } : proxyLog(context),
  }
}

async function announce({ output, say, version }: Context, proxy: ListeningProxy): Promise<void> {
  const { endpoints, url } = proxy
  output.note(
    say('proxy.listening', { version, url, count: endpoints.length, endpoints: endpoints.join(', ') }),
  )
  if (proxy.beyond !== null) output.note(output.styled('yellow', say('token.beyond', proxy.beyond)))
  if (endpoints.length === 0) output.note(output.styled('yellow', say('proxy.no-endpoints')))
  for (const one of await proxy.keyless()) output.note(output.styled('yellow', keylessText(one, say)))
}

function keylessText({ endpoint, error, reference }: Keyless, say: Context['say']): string {
  if (error === null) return say('proxy.no-key', { endpoint, reference })
  return say('proxy.key-unreadable', { endpoint, why: errorText(error, say) })
}
