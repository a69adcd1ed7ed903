import { resolveSettings } from '../../../settings/resolve.ts'
import { settingNamed } from '../../../settings/schema.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { refuseUnguarded } from '../../guarded-host.ts'
import { profileOf } from '../../names.ts'
import { runningProxy } from '../../running-proxy.ts'
import { startInBackground } from '../../start-in-background.ts'
import { stopProxy } from '../../stop-proxy.ts'
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
  await stopProxy(context, running, timeout)
  if (!daemon) output.note(say('proxy.restart.was-foreground'))
  const log = { write: () => undefined }
  await startInBackground(context, { flags: known, profile, daemon: true, log })
}
