import type { Context } from '../cli/context.ts'
import { processOutput } from '../cli/output.ts'
import { langOf, sayIn } from '../cli/texts.ts'
import { systemClock } from './system-clock.ts'
import { VERSION } from './version.ts'

/** Runs one command line and leaves its exit code to the process. Never rejects. */
export async function main(args: readonly string[]): Promise<void> {
  // Scripts ask for the version often; nothing else need load for it.
  if (args.length === 1 && (args[0] === '--version' || args[0] === '-V')) {
    process.stdout.write(`${VERSION}\n`)
    return
  }
  const context = contextOf(args)
  const { runCommandLine } = await import('../cli/program.ts')
  const { exitCodeOf } = await import('../cli/exit.ts')
  process.exitCode = await runCommandLine(args, context).catch((error: unknown) => exitCodeOf(error, context))
}

/** Read before the command line is parsed, since parsing may already have to complain. */
function contextOf(args: readonly string[]): Context {
  const lang = langOf(flagValue(args, '--lang'), process.env)
  const say = sayIn(lang)
  const output = processOutput(!args.includes('--no-color') && process.stderr.isTTY, systemClock)
  const json = args.includes('--json')
  return {
    version: VERSION,
    say,
    output,
    json,
    stopped: { next: nextSignal },
    startProxy: async (document, flags, log) => {
      const { runProxy } = await import('./run-proxy.ts')
      return runProxy({ document, flags, log }, say)
    },
    demo: async (port, once) => {
      const { playDemo } = await import('./demo.ts')
      return playDemo({ port, once }, { say, output, json, stopped: nextSignal })
    },
  }
}

function flagValue(args: readonly string[], flag: string): string | undefined {
  const inline = args.find((arg) => arg.startsWith(`${flag}=`))
  return inline === undefined ? args[args.indexOf(flag) + 1 || args.length] : inline.slice(flag.length + 1)
}

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
