import { flushCompileCache } from 'node:module'
import type { Context } from '../cli/context.ts'
import type { Keyless, ListeningProxy, ProxyWish } from '../cli/listening-proxy.ts'
import { logFolder } from '../cli/log-files.ts'
import { readConfiguration } from '../document/configuration.ts'
import { refuseUnguarded } from '../cli/guarded-host.ts'
import { isLoopbackName } from '../core/loopback.ts'
import { AppError } from '../errors/app-error.ts'
import type { Log } from '../ports/log.ts'
import type { Vault } from '../ports/vault.ts'
import type { DepotAccess } from '../queue/kit.ts'
import { resolveSettings, type Overrides, type SettingsView } from '../settings/resolve.ts'
import { settingKeys, type Settings } from '../settings/schema.ts'
import { claudeHere } from './claude.ts'
import { composeProxy, type ComposedProxy } from './compose-proxy.ts'
import { followConfiguration } from './follow-configuration.ts'
import { homeAccess } from './home-access.ts'
import { holdHome } from './hold-home.ts'
import { queueFileOf } from './home-queue.ts'
import { keepGivenIds, keptGivenIds } from './keep-given-ids.ts'
import { keepHistory } from './keep-history.ts'
import { keepQueue } from './keep-queue.ts'
import { keepState, keptState } from './keep-state.ts'
import { openLogFile, type LogFile } from './log-file.ts'
import { keepTokenUses } from './keep-token-uses.ts'
import { ownToken } from './own-token.ts'
import { notListening } from './port-owner.ts'
import { roomyHeap } from './roomy-heap.ts'
import { removeRunFile, writeRunFile } from './run-file.ts'
import { systemClock } from './system-clock.ts'
import { toldError } from './told-error.ts'
import type { Wanted } from './wanted-proxy.ts'

/**
 * Runs the proxy of a home in this process: one at a time, with its log, its
 * `run.json`, and the configuration followed. Whatever keeps it from listening
 * is thrown, and stands in the log.
 */
export async function runProxy(wish: ProxyWish, context: Context): Promise<ListeningProxy> {
  const hold = await holdHome(context.home)
  roomyHeap()
  let settings = (): Settings => resolveSettings(wish.flags)
  const file = fileLog(context, () => settings())
  const onCrash = (error: Error): void => {
    file.write({ event: 'fault', at: systemClock.now(), message: error.stack ?? error.message })
  }
  process.on('uncaughtExceptionMonitor', onCrash)
  const letGo = (): void => {
    process.off('uncaughtExceptionMonitor', onCrash)
    file.close()
    // Node would write it as the process ends, when the home may be somebody else's, or removed.
    flushCompileCache()
    hold.release()
  }
  try {
    const log = both(file, wish.log)
    healSettings(context.home, log)
    const history = keepHistory({
      ...{ open: () => context.history(), file: context.historyFile, clock: context.clock },
      settings: () => settings(),
      onFault: (why) => {
        log.write({ event: 'trail-not-saved', at: systemClock.now(), why })
      },
    })
    const depot = await depotOf(context, log)
    const proxy = await started(wish, context, { log, history, depot, logFault: () => file.fault })
    settings = () => proxy.live.now.settings
    return await served(proxy, { wish, context, log: proxy.log, letGo })
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    file.write({ event: 'not-started', at: systemClock.now(), why })
    letGo()
    throw error
  }
}

function fileLog({ clock, home, output, redactor, say }: Context, settings: () => Settings): LogFile {
  const folder = logFolder(home)
  const onFault = (why: string): void => {
    output.error(output.styled('yellow', say('proxy.log-fault', { folder, why })))
  }
  return openLogFile({ folder, settings, redactor, clock, onFault })
}

async function depotOf(context: Context, log: Log): Promise<DepotAccess> {
  const onFault = (why: string): void => {
    log.write({ event: 'queue-fault', at: systemClock.now(), why })
  }
  const [store, sealer] = await Promise.all([context.queue(onFault), context.sealer()])
  return keepQueue({ file: queueFileOf(context.home), store, sealer, onFault })
}

/** What a `qcc use` has left that was killed; whoever starts a proxy may start it for those settings. */
function healSettings(home: string, log: Log): void {
  for (const healed of claudeHere(home).settings.heal()) {
    log.write({ event: 'settings-healed', at: systemClock.now(), ...healed })
  }
}

const both = (one: Log, other: Log): Log => ({
  write: (event) => {
    one.write(event)
    other.write(event)
  },
})

async function started(
  wish: ProxyWish,
  context: Context,
  kept: Pick<Wanted, 'log' | 'history' | 'depot' | 'logFault'>,
): Promise<ComposedProxy> {
  const view = await context.settings()
  const { 'proxy.host': host, 'proxy.port': port } = resolveSettings(view.settings, wish.flags)
  await refuseUnguarded(context, host)
  const forThisRun = { env: fromEnvironment(view), flags: wish.flags, profile: wish.profile }
  const { clientTokens, givenIds: given, logins, states, versions } = await context.store()
  const configuration = await readConfiguration(versions)
  const [state, givenIds] = await Promise.all([keptState(states), keptGivenIds(given)])
  const tokens = await clientTokens.all()
  const own = isLoopbackName(host) ? null : ownToken(context.home)
  const vault = await context.keys()
  // Whoever starts a daemon hands over what only a person could have given it.
  const handed = wish.daemon ? (await context.input()).trim() : ''
  await (handed === '' ? vault.unlock() : vault.unlock(handed))
  try {
    const lastSwitch = await kept.history.lastSwitch()
    const redact = (text: string): string => context.redactor.redact(text)
    const home = homeAccess(context.database, vault)
    const learnt = { state, givenIds, tokens, lastSwitch, ownToken: own, logins, redact, home }
    const parts = { configuration, forThisRun, vault, addressee: context }
    const proxy = await composeProxy({ ...parts, ...learnt, ...kept })
    context.redactor.learn(proxy.token)
    return proxy
  } catch (error) {
    throw (await notListening(host, port, error)) ?? error
  }
}

const fromEnvironment = ({ originOf, settings }: SettingsView): Overrides =>
  Object.fromEntries(settingKeys.flatMap((key) => (originOf(key) === 'env' ? [[key, settings[key]]] : [])))

interface Around {
  readonly wish: ProxyWish
  readonly context: Context
  readonly log: Log
  readonly letGo: () => void
}

/** Tells the world where it is, and follows the configuration, until it is stopped. */
async function served(proxy: ComposedProxy, around: Around): Promise<ListeningProxy> {
  const { context, letGo, log, wish } = around
  const { daemon, flags, profile } = wish
  const { askedToStop, identity, live, server, token, url } = proxy
  const { instance, pid, version } = identity
  const { home } = context
  const endpoints = live.now.endpoints.map(({ name }) => name)
  try {
    const clientToken = proxy.tokens.own
    writeRunFile(home, { url, instance, pid, token, clientToken, flags, profile, daemon })
  } catch (error) {
    await proxy.close()
    throw toldError('failed', 'proxy.no-run-file', { home, why: (error as Error).message }, error)
  }
  const configuration = live.now.number
  log.write({ event: 'listening', at: systemClock.now(), version, pid, url, configuration, endpoints })
  const stopFollowing = await followed(proxy, around)
  const saveLast = await learntKept(proxy, around)
  const end = async (drained: Promise<number>): Promise<number> => {
    const broken = await drained
    stopFollowing()
    await saveLast()
    log.write({ event: 'stopped', at: systemClock.now(), broken })
    removeRunFile(home, instance)
    await proxy.close()
    letGo()
    return broken
  }
  let ended: Promise<number> | null = null
  return {
    ...{ url, endpoints, askedToStop, beyond: beyondOf(proxy) },
    get drainMs() {
      return live.now.settings['proxy.drain'] * 1_000
    },
    get open() {
      return server.open
    },
    keyless: async () => keylessOf(proxy, await context.keys()),
    stop: (drainMs) => {
      if (ended === null) log.write({ event: 'stopping', at: systemClock.now(), open: server.open, drainMs })
      const drained = server.drain(drainMs)
      ended ??= end(drained)
      return ended
    },
  }
}

const beyondOf = ({ server, tokens }: ComposedProxy): ListeningProxy['beyond'] =>
  isLoopbackName(server.host) ? null : { host: server.host, count: tokens.count }

/** Keeps what is learnt; the result saves the last of it. */
async function learntKept(
  { engine, holders, lastSwitch, tokens }: ComposedProxy,
  { context, log }: Around,
): Promise<() => Promise<void>> {
  const { clientTokens, givenIds, states } = await context.store()
  const onFault = (why: string): void => {
    log.write({ event: 'state-not-saved', at: systemClock.now(), why })
  }
  const saveState = keepState({ engine, lastSwitch, states, clock: systemClock, onFault })
  const saveIds = keepGivenIds({ holders, givenIds, clock: systemClock, onFault })
  const noteUses = keepTokenUses({ tokens, store: clientTokens, clock: systemClock, onFault })
  return async () => {
    await saveState()
    await saveIds()
    await noteUses()
  }
}

async function followed(proxy: ComposedProxy, { context, log }: Around): Promise<() => void> {
  const { live } = proxy
  return followConfiguration({
    ...{ store: await context.store(), clock: systemClock, from: live.now.number },
    onTokens: (tokens) => {
      proxy.tokens.replace(tokens)
    },
    onVersion: (configuration) => {
      proxy.follow(configuration)
    },
    onFault: (why) => {
      live.fault = why
      log.write({ event: 'config-refused', at: systemClock.now(), why })
    },
  })
}

async function keylessOf({ live }: ComposedProxy, vault: Vault): Promise<readonly Keyless[]> {
  const looked = live.now.endpoints.map(async ({ credential: reference, name: endpoint }) => {
    try {
      return (await vault.resolve(reference)) === null ? { endpoint, reference, error: null } : null
    } catch (error) {
      if (error instanceof AppError) return { endpoint, reference, error }
      throw error
    }
  })
  return (await Promise.all(looked)).filter((one) => one !== null)
}
