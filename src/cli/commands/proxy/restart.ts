import { resolveSettings } from '../../../settings/resolve.ts'
import { settingNamed } from '../../../settings/schema.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import type { ControlClient } from '../../control-client.ts'
import { refuseUnguarded } from '../../guarded-host.ts'
import { logFile, logFolder } from '../../log-files.ts'
import { profileOf } from '../../names.ts'
import type { OwnService } from '../../own-service.ts'
import { printJson } from '../../report.ts'
import { runningProxy } from '../../running-proxy.ts'
import { isOurs, listeningProxy } from '../../service-proxy.ts'
import { startInBackground } from '../../start-in-background.ts'
import { stopProxy } from '../../stop-proxy.ts'
import type { ProxyStartShape } from '../../shapes/proxy-start.ts'
import type { ProxyStopFlags } from './stop.ts'

/** Stops the proxy of this home and starts it again with the flags it had, in the background. */
export async function proxyRestart(context: Context, { timeout }: ProxyStopFlags): Promise<void> {
  const { output, say } = context
  const running = await runningProxy(context)
  const { daemon, flags, profile } = running.started
  // What could not start again is not stopped.
  if (profile !== null) profileOf((await configurationOf(context)).document, profile, say)
  const known = Object.fromEntries(Object.entries(flags).filter(([key]) => settingNamed(key) !== null))
  const { settings } = await context.settings()
  await refuseUnguarded(context, resolveSettings(settings, known)['proxy.host'])
  const service = await serviceOf(context, running)
  const since = context.clock.now()
  if (service === null) await (await context.keys()).unlock()
  await stopProxy(context, running, timeout)
  if (service !== null) return restartService(context, service, since)
  if (!daemon) output.note(say('proxy.restart.was-foreground'))
  const log = { write: () => undefined }
  await startInBackground(context, { flags: known, profile, daemon: true, log })
}

/** The service that runs it; null where nobody but the person does. */
async function serviceOf(context: Context, running: ControlClient): Promise<OwnService | null> {
  const service = await context.service()
  return service?.isWritten() === true && isOurs(await service.ask(), running) ? service : null
}

/** Otherwise it would run beside its service until the next log-in. */
async function restartService(context: Context, service: OwnService, since: number): Promise<void> {
  const { home, json, output, say } = context
  await service.start()
  const { identity, url } = await listeningProxy(context, service, since)
  const { pid } = identity
  if (json) printJson<ProxyStartShape>(context, { url, pid, logFile: logFile(logFolder(home)) })
  output.note(say('service.restarted', { name: service.name, pid, url }))
}
