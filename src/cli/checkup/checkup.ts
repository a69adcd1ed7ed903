/** Looks at the whole set-up, whatever of it is broken. */
import type { Document } from '../../core/config/document.ts'
import { localUrl } from '../../core/local-url.ts'
import { AppError } from '../../errors/app-error.ts'
import type { Settings } from '../../settings/schema.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { refuseUnguarded } from '../guarded-host.ts'
import { liveProxy, type LiveProxy } from '../live.ts'
import { protectionText } from '../protection-text.ts'
import { summaryText } from '../queue-text.ts'
import { faultText } from '../status-faults.ts'
import { statusParts, type StatusParts } from '../status-parts.ts'
import { programFinding, settingsFindings } from './claude.ts'
import { clockFinding } from './clock.ts'
import { endpointFindings } from './endpoints.ts'
import { errorFault, fault, note, tried, unknown, well, type Check, type Finding } from './finding.ts'
import { homeFindings, lookAtHome } from './home.ts'
import { portFinding, proxyFindings } from './proxy.ts'
import { serviceFinding } from './service.ts'

/** All that was found, in the order of the checks. */
export async function checkup(context: Context): Promise<readonly Finding[]> {
  const { home, say } = context
  // Opening the database makes the home and tightens what is in it; what is still open then, stays so.
  const stored = await tried(async () => configurationOf(context))
  const node = well('node', say('doctor.node', { version: process.versions.node, file: process.execPath }))
  const first = [node, ...homeFindings(home, lookAtHome(home), say)]
  if (stored.kind === 'failed') {
    return [
      ...first,
      errorFault('database', stored.error, say),
      ...unknownBut(['node', 'home', 'database'], say),
    ]
  }
  const { document, number: version } = stored.value
  const database = well('database', say('status.configuration', { version }))
  const clock = clockFinding(context.clock.now(), await newestAt(context), say)
  return [...first, database, clock, ...(await behindDatabase(context, document))]
}

const LAST: readonly Check[] = [
  ...(['clock', 'settings', 'keys', 'history', 'queue', 'proxy', 'port', 'service'] as const),
  ...(['claude', 'claude-settings', 'endpoints'] as const),
]

const unknownBut = (known: readonly Check[], say: Context['say']): readonly Finding[] =>
  LAST.filter((check) => !known.includes(check)).map((check) => unknown(check, say))

/** The newest instant that is on record; null where there is none. */
async function newestAt(context: Context): Promise<number | null> {
  const { versions } = await context.store()
  const [last] = await versions.list(1)
  const uses = (await context.claude()).settings.inUse().map(({ at }) => at)
  const all = [...(last === undefined ? [] : [last.at]), ...uses]
  return all.length === 0 ? null : Math.max(...all)
}

async function behindDatabase(context: Context, document: Document): Promise<readonly Finding[]> {
  const { say } = context
  const view = await tried(() => context.settings())
  if (view.kind === 'failed') {
    return [errorFault('settings', view.error, say), ...unknownBut(['clock', 'settings'], say)]
  }
  const { settings } = view.value
  const live = await tried(() => liveProxy(context))
  const running = live.kind === 'got' ? live.value : null
  const parts = await statusParts(context, document, running)
  const { protection, queue } = parts
  const now = context.clock.now()
  const isHeld = running === null && (await context.isHeld())
  return [
    well('settings', say('doctor.settings')),
    keysFinding(protection, say),
    await historyFinding(context),
    queue.fault === null
      ? well('queue', summaryText(queue, now, say))
      : fault('queue', 'queue-unreadable', faultText({ kind: 'queue-unreadable', about: queue.fault }, say)),
    ...(live.kind === 'failed'
      ? [errorFault('proxy', live.error, say)]
      : proxyFindings(parts.proxy, { ...context, isHeld })),
    await port(context, settings, running),
    await service(context, settings),
    ...(await claude(context, settings, parts)),
    ...endpointFindings(parts, now, say),
  ]
}

function keysFinding(protection: StatusParts['protection'], say: Context['say']): Finding {
  const text = protectionText(protection, say)
  if (protection.kind === 'unreadable') return fault('keys', 'keys-unreadable', text)
  const isTried = protection.kind !== 'passphrase' || protection.isOpened
  return isTried ? well('keys', text) : note('keys', 'passphrase-not-given', text)
}

async function historyFinding(context: Context): Promise<Finding> {
  const { say } = context
  const history = await tried(async () => (await context.keptHistory())?.switches.newest(1) ?? null)
  if (history.kind === 'failed') {
    const values = { why: history.error.message }
    return fault('history', 'history-unreadable', say('doctor.history-unreadable', values))
  }
  return well('history', say(history.value === null ? 'doctor.history-none' : 'doctor.history'))
}

async function port(context: Context, settings: Settings, live: LiveProxy | null): Promise<Finding> {
  const { 'proxy.host': host, 'proxy.port': number } = settings
  const runningAt = live?.status.url ?? null
  const guarded = await tried(() => refuseUnguarded(context, host))
  if (guarded.kind === 'failed') return errorFault('port', guarded.error, context.say)
  const listen = runningAt === null ? await context.listenFault(host, number) : null
  if (number === 0 && runningAt === null && listen === null)
    return well('port', context.say('doctor.port-any'))
  return portFinding(localUrl({ host, port: number }), { listen, runningAt }, context.say)
}

async function service(context: Context, settings: Settings): Promise<Finding> {
  const own = await context.service()
  const look = own?.isWritten() === true ? await own.look(settings['proxy.drain']) : null
  return serviceFinding(own, look, context.say)
}

async function claude(context: Context, settings: Settings, parts: StatusParts): Promise<readonly Finding[]> {
  const { say } = context
  const { 'claude.command': command, 'proxy.host': host, 'proxy.port': number } = settings
  const found = (await context.claude()).prepare(command, [])
  // Without arguments there are no settings among them.
  if (found.kind === 'bad-settings' || found.kind === 'no-settings-file')
    throw new AppError('internal', found.kind)
  const url = parts.proxy?.url ?? localUrl({ host, port: number })
  const would = (await context.claude()).conflicts({ ANTHROPIC_BASE_URL: url })
  return [programFinding(found, say), ...settingsFindings(parts.claude, would, say)]
}
