import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import type { ExitCode } from '../errors/failures.ts'
import type { Context } from './context.ts'
import type { DemoFlags } from './commands/demo.ts'
import type { ProxyStartFlags } from './commands/proxy/start.ts'
import { complaint } from './complaint.ts'
import type { Say } from './texts.ts'

/**
 * Runs one command line (without the program's own name) and resolves to its
 * exit code. Commands load when they are called.
 */
export async function runCommandLine(args: readonly string[], context: Context): Promise<ExitCode> {
  let code: ExitCode = 0
  const program = root(context)
  program
    .command('demo')
    .description(context.say('demo.description'))
    .option('--once', context.say('demo.once'))
    .addOption(portOption(context.say, 'demo.port'))
    .action(async (flags: DemoFlags) => {
      const { demo } = await import('./commands/demo.ts')
      code = await demo(context, flags)
    })

  const proxy = program.command('proxy').description(context.say('proxy.description'))
  proxy
    .command('start')
    .description(context.say('proxy.start.description'))
    .requiredOption('--document <file>', context.say('proxy.start.document'))
    .option('--host <address>', context.say('proxy.start.host'))
    .addOption(portOption(context.say, 'proxy.start.port'))
    .action(async (flags: ProxyStartFlags) => {
      const { proxyStart } = await import('./commands/proxy/start.ts')
      await proxyStart(context, flags)
    })

  for (const command of [program, ...program.commands, ...proxy.commands]) speak(command, context)
  try {
    await program.parseAsync(args, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    // A bare group prints its help and asked for nothing wrong.
    if (error.code === 'commander.help') return 0
    context.output.note(complaint(error, called(program, args), context))
    return 2
  }
  return code
}

/** The command that a command line means, as far as it names one. */
function called(command: Command, [name, ...rest]: readonly string[]): Command {
  const next = command.commands.find((one) => one.name() === name)
  return next === undefined ? command : called(next, rest)
}

/** Global options may stand before or after the command; `app` has read `--lang` and `--no-color` already. */
function root({ say, version }: Context): Command {
  return new Command('qcc')
    .description(say('cli.description'))
    .version(version, '-V, --version', say('cli.version'))
    .option('--json', say('cli.json'))
    .addOption(new Option('--lang <lang>', say('cli.lang')).argParser(langValue(say)))
    .option('--no-color', say('cli.no-color'))
}

function langValue(say: Say): (value: string) => string {
  return (value) => {
    if (value === 'en' || value === 'zh') return value
    throw new InvalidArgumentError(say('lang.expected'))
  }
}

function portOption(say: Say, key: 'demo.port' | 'proxy.start.port'): Option {
  return new Option('--port <port>', say(key)).argParser((value) => {
    const port = Number(value)
    if (/^\d+$/.test(value) && port <= 65_535) return port
    throw new InvalidArgumentError(say('port.expected'))
  })
}

/** Help in the chosen language, and errors left to `complaint`. */
function speak(command: Command, { output, say }: Context): void {
  const titles: Readonly<Record<string, string>> = {
    'Usage:': say('cli.usage'),
    'Arguments:': say('cli.arguments'),
    'Options:': say('cli.options'),
    'Commands:': say('cli.commands'),
  }
  command
    .helpOption('-h, --help', say('cli.help'))
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .configureOutput({
      writeOut: (text) => {
        output.data(text.trimEnd())
      },
      writeErr: (text) => {
        output.data(text.trimEnd())
      },
      outputError: () => undefined,
    })
    .exitOverride()
  if (command.commands.length > 0) command.helpCommand('help [command]', say('cli.help-command'))
}
