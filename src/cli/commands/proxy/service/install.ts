import { AppError } from '../../../../errors/app-error.ts'
import { envNameOf, settingKeys, type Settings } from '../../../../settings/schema.ts'
import { configurationOf } from '../../../apply.ts'
import type { Context } from '../../../context.ts'
import type { ControlClient } from '../../../control-client.ts'
import { refuseUnguarded } from '../../../guarded-host.ts'
import type { OwnService, ServiceLook } from '../../../own-service.ts'
import { printJson } from '../../../report.ts'
import { isOurs, listeningProxy } from '../../../service-proxy.ts'
import type { ServiceInstallShape } from '../../../shapes/service.ts'

export interface ServiceInstallFlags {
  readonly dryRun?: boolean
}

/** Lets the system start the proxy of this home at each log-in, and now. */
export async function serviceInstall(
  context: Context,
  { dryRun = false }: ServiceInstallFlags,
): Promise<void> {
  const { say } = context
  const service = await context.service()
  if (service === null) throw new AppError('failed', say('service.unsupported'))
  const { settings } = await context.settings()
  const { file, kind, name, passing } = service
  const text = service.text(settings['proxy.drain'])
  const shape = { kind, name, file, text, unseen: await unseenBy(context), passing: [...passing] }
  warn(context, shape)
  if (dryRun && (await needsPassphrase(context))) {
    context.output.note(context.output.styled('yellow', say('service.passphrase')))
  }
  if (dryRun) return tell(context, { ...shape, changed: false, listening: null })
  const { changed, running } = await installed(context, service, settings)
  const { identity, url } = running
  const { pid } = identity
  context.output.note(
    say(changed ? 'service.installed' : 'service.installed-already', { name, file, url, pid }),
  )
  return tell(context, { ...shape, changed, listening: { url, pid } })
}

/** Resolves once the proxy itself has said that it listens, and what was written is read back. */
async function installed(
  context: Context,
  service: OwnService,
  settings: Settings,
): Promise<{ readonly changed: boolean; readonly running: ControlClient }> {
  const { 'proxy.drain': drainS, 'proxy.host': host, 'proxy.port': port } = settings
  if (await needsPassphrase(context)) throw new AppError('failed', context.say('service.passphrase'))
  await refuseUnguarded(context, host)
  const look = await service.look(drainS)
  const running = await ours(context, service, look)
  if (running !== null && look.file === 'current' && isEnabled(look)) return { changed: false, running }
  const fault = running === null && !isActive(look) ? await context.listenFault(host, port) : null
  if (fault !== null) throw fault
  const since = context.clock.now()
  await service.install(drainS)
  const begun = await listeningProxy(context, service, since)
  const after = await service.look(drainS)
  if (after.file === 'current' && isEnabled(after)) return { changed: true, running: begun }
  throw new AppError('failed', context.say('service.not-kept', { file: service.file, name: service.name }))
}

/** Also where one was given that is wrong. */
async function needsPassphrase(context: Context): Promise<boolean> {
  const protection = await (await context.keys()).protection()
  return (
    protection.kind === 'passphrase' ||
    (protection.kind === 'unreadable' && protection.reason === 'passphrase-wrong')
  )
}

function warn(
  { output, say }: Context,
  { passing, unseen }: Pick<ServiceInstallShape, 'passing' | 'unseen'>,
): void {
  for (const variable of unseen) output.note(output.styled('yellow', say('service.unseen', { variable })))
  for (const program of passing) output.note(output.styled('yellow', say('service.passing', { program })))
}

function tell(context: Context, shape: ServiceInstallShape): void {
  if (context.json) printJson<ServiceInstallShape>(context, shape)
  else if (shape.listening === null) context.output.data(shape.text.trimEnd())
}

/** The variables behind keys of endpoints, and those for settings, which a shell sets and a service does not. */
async function unseenBy(context: Context): Promise<string[]> {
  const { document } = await configurationOf(context)
  const view = await context.settings()
  const references = document.profiles.flatMap(({ endpoints }) =>
    endpoints.flatMap((entry) => ('credential' in entry ? [entry.credential] : [])),
  )
  const ofKeys = references
    .filter((reference) => reference.startsWith('env:'))
    .map((reference) => reference.slice('env:'.length))
  const ofSettings = settingKeys.filter((key) => view.originOf(key) === 'env').map(envNameOf)
  return [...new Set([...ofKeys, ...ofSettings])]
}

/** The proxy that the system has started; null when none runs. Nothing is written while another one has the home. */
async function ours(
  context: Context,
  { name }: OwnService,
  look: ServiceLook,
): Promise<ControlClient | null> {
  const { home, say } = context
  if (look.asked.kind === 'silent') {
    throw new AppError('failed', say('service.not-asked', { why: look.asked.why }))
  }
  const running = await context.proxy()
  if (running !== null && !isOurs(look.asked, running)) {
    const { identity, url } = running
    throw new AppError('already-running', say('service.by-hand', { url, pid: identity.pid, name }))
  }
  if (running === null && !isActive(look) && (await context.isHeld())) {
    throw new AppError('already-running', say('proxy.already-held', { home }))
  }
  return running
}

const isActive = ({ asked }: ServiceLook): boolean => asked.kind === 'answered' && asked.isActive
const isEnabled = ({ asked }: ServiceLook): boolean => asked.kind === 'answered' && asked.isEnabled
