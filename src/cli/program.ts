import { Command, CommanderError, InvalidArgumentError, Option } from 'commander'
import { complaint } from './complaint.ts'
import type { Context } from './context.ts'
import type { Declaring } from './declare.ts'
import { declareConfig } from './groups/config.ts'
import { declareDashboard } from './groups/dashboard.ts'
import { declareEndpoint } from './groups/endpoint.ts'
import * as everyday from './groups/everyday.ts'
import { declareHealth } from './groups/health.ts'
import { declareNotify } from './groups/notify.ts'
import { declarePriority } from './groups/priority.ts'
import { declareProxy } from './groups/proxy.ts'
import { declareQueue } from './groups/queue.ts'
import { declareOverview, declareRequests, declareTry } from './groups/requests.ts'
import { declareSync } from './groups/sync.ts'
import { refuseKeys } from './key-guard.ts'
import type { Say } from './texts.ts'

type Declare = (program: Command, declaring: Declaring) => void

/** Every command and group by its name, in the order of the help. */
const COMMANDS: Readonly<Record<string, Declare>> = {
  init: everyday.declareInit,
  add: everyday.declareAdd,
  fc: everyday.declareFc,
  import: everyday.declareImport,
  set: everyday.declareSet,
  rename: everyday.declareRename,
  show: everyday.declareShow,
  list: everyday.declareList,
  default: everyday.declareDefault,
  remove: everyday.declareRemove,
  status: everyday.declareStatus,
  doctor: everyday.declareDoctor,
  overview: declareOverview,
  requests: declareRequests,
  explain: everyday.declareExplain,
  try: declareTry,
  run: everyday.declareRun,
  use: everyday.declareUse,
  dashboard: declareDashboard,
  endpoint: declareEndpoint,
  priority: declarePriority,
  health: declareHealth,
  queue: declareQueue,
  notify: declareNotify,
  proxy: declareProxy,
  config: declareConfig,
  sync: declareSync,
  completion: everyday.declareCompletion,
  uninstall: everyday.declareUninstall,
  demo: everyday.declareDemo,
  simulate: everyday.declareSimulate,
}

/**
 * Runs one command line (without the program's own name) and resolves to its
 * exit code. Commands load when they are called.
 */
export async function runCommandLine(args: readonly string[], context: Context): Promise<number> {
  refuseKeys(args, context)
  let code = 0
  const run = async (action: () => Promise<number | void>): Promise<void> => {
    code = (await action()) ?? 0
  }
  const words = commandWords(args)
  const [first = ''] = words
  // Declaring the other commands, with all of their options, would cost more than most commands themselves.
  const isKnown = Object.hasOwn(COMMANDS, first)
  const { behind, own } = splitFor(first, args)
  const declaring = { context, run, behind }
  const program = isKnown ? programWith({ [first]: COMMANDS[first] }, declaring) : wholeProgram(declaring)
  if (words.length === 0)
    program.action(() => run(async () => (await import('./commands/bare.ts')).bare(context)))
  try {
    await program.parseAsync(own, { from: 'user' })
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return 0
    // A bare group prints its help and asked for nothing wrong.
    if (error.code === 'commander.help') return 0
    context.output.error(complaint(error, called(program, words), context))
    return 2
  }
  return code
}

/** Commands whose arguments behind `--` are another program's, which the parser would take for their own. */
const LAUNCHING: readonly string[] = ['run', 'use']

function splitFor(
  command: string,
  args: readonly string[],
): { readonly own: readonly string[]; readonly behind: readonly string[] } {
  const end = args.indexOf('--')
  if (end === -1 || !LAUNCHING.includes(command)) return { own: args, behind: [] }
  return { own: args.slice(0, end), behind: args.slice(end + 1) }
}

/** Every command there is, declared. */
export const wholeProgram = (declaring: Declaring): Command => programWith(COMMANDS, declaring)

/** The program with these commands declared. */
function programWith(commands: Readonly<Record<string, Declare | undefined>>, declaring: Declaring): Command {
  const program = root(declaring.context)
  for (const declare of Object.values(commands)) declare?.(program, declaring)
  declareComplete(program, declaring)
  speak(program, declaring.context)
  return program
}

/** What completion scripts call; not for people. */
function declareComplete(program: Command, { context, run }: Declaring): void {
  program
    .command('complete', { hidden: true })
    .argument('[words...]')
    .action((words: readonly string[]) =>
      run(async () => (await import('./commands/complete.ts')).complete(context, program, words)),
    )
}

/** Global options with a value, which is no command's name. */
const WITH_VALUE: readonly string[] = ['--home', '--lang']

/** The words of a command line that are no options, as far as global ones tell. */
function commandWords(args: readonly string[]): readonly string[] {
  const end = args.indexOf('--')
  const own = end === -1 ? args : args.slice(0, end)
  return own.filter((arg, index) => !arg.startsWith('-') && !WITH_VALUE.includes(own[index - 1] ?? ''))
}

/** The command that a command line means, as far as it names one. */
function called(command: Command, [name, ...rest]: readonly string[]): Command {
  const next = command.commands.find((one) => one.name() === name)
  return next === undefined ? command : called(next, rest)
}

/** Global options may stand before or after the command; `app` has read what it needs of them already. */
function root({ say, version }: Context): Command {
  return new Command('qcc')
    .description(say('cli.description'))
    .version(version, '-V, --version', say('cli.version'))
    .option('--home <folder>', say('cli.home'))
    .option('--json', say('cli.json'))
    .addOption(new Option('--lang <lang>', say('cli.lang')).argParser(langValue(say)))
    .option('--no-color', say('cli.no-color'))
    .option('-q, --quiet', say('cli.quiet'))
    .option('-y, --yes', say('cli.yes'))
}

function langValue(say: Say): (value: string) => string {
  return (value) => {
    if (value === 'en' || value === 'zh') return value
    throw new InvalidArgumentError(say('lang.expected'))
  }
}

/** Help in the chosen language, in the whole tree, and errors left to `complaint`. */
function speak(command: Command, context: Context): void {
  const { output, say } = context
  const titles: Readonly<Record<string, string>> = {
    'Usage:': say('cli.usage'),
    'Arguments:': say('cli.arguments'),
    'Options:': say('cli.options'),
    'Global Options:': say('cli.global-options'),
    'Commands:': say('cli.commands'),
  }
  const write = (text: string): void => {
    // Commander puts a space behind "Usage:"; a full-width colon brings its own.
    output.data(text.trimEnd().replace('： ', '：'))
  }
  command
    .helpOption('-h, --help', say('cli.help'))
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => titles[title] ?? title })
    .configureOutput({
      writeOut: write,
      writeErr: write,
      outputError: () => undefined,
    })
    .exitOverride()
  if (command.commands.length > 0) command.helpCommand('help [command]', say('cli.help-command'))
  for (const below of command.commands) speak(below, context)
}
