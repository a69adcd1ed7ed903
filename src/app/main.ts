import type { Context } from '../cli/context.ts'
import { exitCodeOf } from '../cli/exit.ts'
import { processOutput } from '../cli/output.ts'
import { langOf } from '../cli/texts.ts'
import { loadSay, type Say } from '../i18n/say.ts'
import { createRedactor } from '../secrets/redactor.ts'
import { homeServices } from './home-services.ts'
import { globalFlags } from './global-flags.ts'
import type { readSimulation } from './simulator.ts'
import { systemClock, wait } from './system-clock.ts'
import { VERSION } from './version.ts'

/** Runs one command line and leaves its exit code to the process. Never rejects. */
export async function main(args: readonly string[]): Promise<void> {
  const { close, context } = await contextOf(args)
  const { runCommandLine } = await import('../cli/program.ts')
  process.exitCode = await runCommandLine(args, context).catch((error: unknown) => exitCodeOf(error, context))
  await close(process.exitCode === CANCELLED)
}

/** The exit code of whoever left everything as it was. */
const CANCELLED = 130

async function contextOf(args: readonly string[]): Promise<{
  readonly context: Context
  readonly close: (isUndone: boolean) => Promise<void>
}> {
  const { env } = process
  const { color, home, json, lang: wanted, quiet, yes } = globalFlags(args, env)
  // Questions at a terminal look there alone.
  if (!color) env['NO_COLOR'] = '1'
  const lang = langOf(wanted, env)
  const say = await loadSay(lang)
  const redactor = createRedactor()
  const output = processOutput({ colors: color, quiet, redactor }, systemClock)
  // Asked for late: opening standard input costs a tenth of a start.
  const canAsk = (): boolean => !json && process.stdin.isTTY && process.stderr.isTTY
  const askPassphrase = async (): Promise<string | null> =>
    (await context.ask())?.secret(say('keys.passphrase')) ?? null
  const person = { isThere: canAsk, askPassphrase }
  const { close, ...services } = homeServices({ home, env, redactor, say, person, clock: systemClock })
  const stopped = { next: nextSignal }
  const context: Context = {
    ...{ version: VERSION, clock: systemClock },
    ...{ lang, say, output, redactor, json, yes, home, env, stopped, wait },
    ...services,
    ask: async () => (canAsk() ? (await import('../cli/ask-clack.ts')).clackAsk(say, output) : null),
    input: async () => (await import('node:stream/consumers')).text(process.stdin),
    proxy: async () => (await import('./control-client.ts')).connectControl(home, systemClock),
    makeToken: async () => (await import('../secrets/client-token.ts')).makeClientToken(),
    readAnswer: async (body) =>
      (await import('../anthropic/answer-content.ts')).answerContent(Buffer.from(body)),
    ...probes(() => context),
    notify: async (channel) => {
      const [{ tryNotices }, { settings }] = await Promise.all([
        import('./try-notices.ts'),
        context.settings(),
      ])
      return tryNotices(channel, context, { settings, vault: await context.keys() })
    },
    replay: async (text) => {
      const [{ parseFlight }, { replay }] = await Promise.all([
        import('../engine/flight-text.ts'),
        import('../engine/replay.ts'),
      ])
      const flight = parseFlight(text)
      return flight === null ? null : replay(flight)
    },
    startProxy: async (wish) => (await import('./run-proxy.ts')).runProxy(wish, context),
    openBrowser: async (url) => (await import('./open-browser.ts')).openBrowser(url, env),
    startDaemon: async (wish) => (await import('./daemon.ts')).startDaemon(wish, context),
    ...removal(home, close),
    ...machine(home, say),
    syncService: async (settings, token = null) =>
      (await import('./syncing.ts')).syncService(context, settings, token),
    syncPlaces: async () => (await import('./syncing.ts')).syncPlaces(context),
    syncStatus: async () => (await import('./syncing.ts')).syncStatusOf(context),
    ...simulations(services),
    demo: async (port, once) => {
      const { playDemo } = await import('./demo.ts')
      return playDemo({ port, once }, { say, output, json, stopped: nextSignal })
    },
  }
  return { context, close }
}

/** What `qcc simulate` asks for; the simulator is loaded by nobody else. */
function simulations(
  services: Parameters<typeof readSimulation>[2],
): Pick<Context, 'shippedScenario' | 'simulation'> {
  return {
    shippedScenario: async (name) => {
      return { name, text: (await import('./scenario-file.ts')).shippedScenario(name) }
    },
    simulation: async (scenario, isBuiltIn) =>
      (await import('./simulator.ts')).readSimulation(scenario, isBuiltIn, services),
  }
}

/** What else there is on this machine. */
const machine = (
  home: string,
  say: Say,
): Pick<Context, 'claude' | 'foreign' | 'listenFault' | 'service'> => ({
  claude: async () => (await import('./claude.ts')).claudeHere(home),
  foreign: async () => (await import('./foreign-files.ts')).foreignFilesHere(say),
  listenFault: async (host, port) => (await import('./port-owner.ts')).listenFault(host, port),
  service: async () => (await import('./service/own-service.ts')).serviceHere(home),
})

/** What becomes of the home itself. No proxy can take the home while it holds it itself. */
const removal = (
  home: string,
  close: (isUndone: boolean) => Promise<void>,
): Pick<Context, 'isHeld' | 'ownHome' | 'removeHome'> => ({
  isHeld: async () => (await import('./hold-home.ts')).isHeld(home),
  ownHome: async () => (await import('./own-home.ts')).lookAtOwnHome(home),
  removeHome: async () => {
    const [{ holdHome }, { removeOwnHome }] = await Promise.all([
      import('./hold-home.ts'),
      import('./own-home.ts'),
    ])
    const hold = await holdHome(home)
    await close(false)
    // Windows removes no file that is open.
    if (process.platform === 'win32') hold.release()
    const left = removeOwnHome(home)
    hold.release()
    return left
  },
})

/** Checks without a proxy. */
const probes = (context: () => Context): Pick<Context, 'probe' | 'probing'> => ({
  probe: async (endpoint, key) => {
    const [{ probeOnce }, { settings }] = await Promise.all([import('./probe-once.ts'), context().settings()])
    return probeOnce(endpoint, key, { settings, vault: await context().keys() })
  },
  probing: async () => {
    const [{ probeAlone }, { readConfiguration }, { settings }] = await Promise.all([
      import('./probe-alone.ts'),
      import('../document/configuration.ts'),
      context().settings(),
    ])
    const { states, versions } = await context().store()
    const configuration = await readConfiguration(versions)
    const { historyFile, home } = context()
    const history = () => context().history()
    const vault = await context().keys()
    return probeAlone({ configuration, history, historyFile, home, states, settings, vault })
  },
})

function nextSignal(): Promise<void> {
  return new Promise((resolve) => {
    const onSignal = (): void => {
      process.off('SIGINT', onSignal)
      process.off('SIGTERM', onSignal)
      resolve()
    }
    process.on('SIGINT', onSignal)
    process.on('SIGTERM', onSignal)
  })
}
