/** The commands without a group, a function each: only the one that is called is declared. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { AddFlags } from '../commands/add.ts'
import type { DemoFlags } from '../commands/demo.ts'
import type { ExplainFlags } from '../commands/explain.ts'
import type { FcFlags } from '../commands/fc.ts'
import type { ImportFlags } from '../commands/import.ts'
import type { RemoveFlags } from '../commands/remove.ts'
import type { RunFlags } from '../commands/run.ts'
import type { SimulateFlags } from '../commands/simulate.ts'
import type { SetFlags } from '../commands/set.ts'
import type { StatusFlags } from '../commands/status.ts'
import { FOREIGN } from '../../core/foreign/found.ts'
import type { UseFlags } from '../commands/use.ts'
import type { Declaring } from '../declare.ts'
import type { InitFlags } from '../init-answers.ts'
import { holdOption, portOption, strategyOption, targetOptions } from '../options.ts'
import { SHELLS, type Shell } from '../shells.ts'
import { backendValue, syncSetupOptions } from '../sync-options.ts'

/** `qcc init`. */
export function declareInit(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const command = program
    .command('init')
    .description(say('init.description'))
    .addOption(new Option('--storage <where>', say('init.option.storage')).argParser(backendValue(say)))
    .option('--place <place>', say('init.option.place'))
    .option('--import', say('init.option.import'))
    .option('--no-import', say('init.option.no-import'))
  syncSetupOptions(command, say).action((flags: InitFlags) =>
    run(async () => (await import('../commands/init.ts')).init(context, flags)),
  )
}

/** `qcc add`: a profile and, if one is given, its first endpoint. */
export function declareAdd(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const command = program
    .command('add')
    .argument('[name]')
    .description(say('profile.add.description'))
    .option('-d, --description <text>', say('profile.option.description'))
    .addOption(strategyOption(say, false))
    .option('--check', say('option.check'))
  targetOptions(command, say, false).action((name: string | undefined, flags: AddFlags) =>
    run(async () => (await import('../commands/add.ts')).add(context, name, flags)),
  )
}

/** `qcc set`: with the options of `add`, and those that take something away. */
export function declareSet(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const command = program
    .command('set')
    .argument('[profile]')
    .description(say('profile.set.description'))
    .option('-d, --description <text>', say('profile.option.set-description'))
    .addOption(strategyOption(say, true))
    .option('--no-strategy', say('option.no-strategy'))
    .option('--check', say('option.check'))
  targetOptions(command, say, true).action((name: string | undefined, flags: SetFlags) =>
    run(async () => (await import('../commands/set.ts')).set(context, name, flags)),
  )
}

/** `qcc fc`: a profile on the API of a vendor that is known. */
export function declareFc(program: Command, { context, run }: Declaring): void {
  const { say } = context
  program
    .command('fc')
    .argument('[vendor]')
    .description(say('vendor.description'))
    .option('--list', say('vendor.option.list'))
    .action((vendor: string | undefined, flags: FcFlags) =>
      run(async () => (await import('../commands/fc.ts')).fc(context, vendor, flags)),
    )
}

/** `qcc import`: set-ups of other programs. */
export function declareImport(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const from = new Option('--from <program>', say('import.option.from')).argParser((value) => {
    const one = FOREIGN.find((name) => name === value)
    if (one !== undefined) return one
    throw new InvalidArgumentError(say('import.from-expected', { expected: FOREIGN.join(', ') }))
  })
  program
    .command('import')
    .argument('[file]')
    .description(say('import.description'))
    .addOption(from)
    .option('--dry-run', say('import.option.dry-run'))
    .action((file: string | undefined, flags: ImportFlags) =>
      run(async () => (await import('../commands/import.ts')).importForeign(context, file, flags)),
    )
}

/** `qcc rename`. */
export function declareRename(program: Command, { context, run }: Declaring): void {
  program
    .command('rename')
    .argument('[profile]')
    .argument('[name]')
    .description(context.say('profile.rename.description'))
    .action((from: string | undefined, to: string | undefined) =>
      run(async () => (await import('../commands/rename.ts')).rename(context, from, to)),
    )
}

/** `qcc show`. */
export function declareShow(program: Command, { context, run }: Declaring): void {
  program
    .command('show')
    .argument('[profile]')
    .description(context.say('profile.show.description'))
    .action((name: string | undefined) =>
      run(async () => (await import('../commands/show.ts')).show(context, name)),
    )
}

/** `qcc list`. */
export function declareList(program: Command, { context, run }: Declaring): void {
  program
    .command('list')
    .description(context.say('profile.list.description'))
    .action(() => run(async () => (await import('../commands/list.ts')).list(context)))
}

/** `qcc default`, shown or set. */
export function declareDefault(program: Command, { context, run }: Declaring): void {
  program
    .command('default')
    .argument('[profile]')
    .description(context.say('profile.default.description'))
    .action((name: string | undefined) =>
      run(async () => (await import('../commands/default.ts')).defaultProfile(context, name)),
    )
}

/** `qcc remove`. */
export function declareRemove(program: Command, { context, run }: Declaring): void {
  const { say } = context
  program
    .command('remove')
    .argument('[profile]')
    .description(say('profile.remove.description'))
    .option('--cascade', say('profile.option.cascade'))
    .action((name: string | undefined, flags: RemoveFlags) =>
      run(async () => (await import('../commands/remove.ts')).remove(context, name, flags)),
    )
}

/** `qcc status`. */
export function declareStatus(program: Command, { context, run }: Declaring): void {
  const { say } = context
  program
    .command('status')
    .description(say('status.description'))
    .option('--check', say('status.check'))
    .action((flags: StatusFlags) =>
      run(async () => (await import('../commands/status.ts')).status(context, flags)),
    )
}

/** `qcc run`. */
export function declareRun(program: Command, { behind, context, run }: Declaring): void {
  const { say } = context
  program
    .command('run')
    .argument('[profile]')
    .usage('[profile] [options] [-- claude-args…]')
    .description(say('run.description'))
    .option('--direct', say('run.option.direct'))
    .addOption(holdOption(say))
    .action((profile: string | undefined, flags: RunFlags) =>
      run(async () => (await import('../commands/run.ts')).run(context, profile, flags, behind)),
    )
}

/** `qcc use`. */
export function declareUse(program: Command, { behind, context, run }: Declaring): void {
  const { say } = context
  program
    .command('use')
    .argument('[profile]')
    .usage('[profile] [options] [-- claude-args…]')
    .description(say('use.description'))
    .option('--direct', say('use.option.direct'))
    .option('--dry-run', say('use.option.dry-run'))
    .addOption(new Option('--undo', say('use.option.undo')).conflicts(['direct', 'launch']))
    .option('--launch', say('use.option.launch'))
    .action((profile: string | undefined, flags: UseFlags) =>
      run(async () => (await import('../commands/use.ts')).use(context, profile, flags, behind)),
    )
}

/** `qcc doctor`. */
export function declareDoctor(program: Command, { context, run }: Declaring): void {
  program
    .command('doctor')
    .description(context.say('doctor.description'))
    .action(() => run(async () => (await import('../commands/doctor.ts')).doctor(context)))
}

/** `qcc uninstall`. */
export function declareUninstall(program: Command, { context, run }: Declaring): void {
  program
    .command('uninstall')
    .description(context.say('uninstall.description'))
    .action(() => run(async () => (await import('../commands/uninstall.ts')).uninstall(context)))
}

/** `qcc completion`; what its scripts call is declared in `program.ts`. */
export function declareCompletion(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const shellOf = (value: string): Shell => {
    const shell = SHELLS.find((one) => one === value)
    if (shell !== undefined) return shell
    throw new InvalidArgumentError(say('completion.expected'))
  }
  program
    .command('completion')
    .argument('<shell>', say('completion.shell'), shellOf)
    .description(say('completion.description'))
    .action((shell: Shell) =>
      run(async () => {
        ;(await import('../commands/completion.ts')).completion(context, shell)
      }),
    )
}

/** `qcc demo`. */
export function declareDemo(program: Command, { context, run }: Declaring): void {
  const { say } = context
  program
    .command('demo')
    .description(say('demo.description'))
    .option('--once', say('demo.once'))
    .addOption(portOption(say, 'demo.port'))
    .action((flags: DemoFlags) => run(async () => (await import('../commands/demo.ts')).demo(context, flags)))
}

/** `qcc simulate`. */
export function declareSimulate(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const seedOf = (value: string): number => {
    const seed = Number(value)
    if (/^\d+$/.test(value) && seed < 2 ** 32) return seed
    throw new InvalidArgumentError(say('simulate.seed-expected'))
  }
  program
    .command('simulate')
    .argument('[scenario]', say('simulate.file'))
    .description(say('simulate.description'))
    .option('--seed <number>', say('simulate.option.seed'), seedOf)
    .option('--built-in', say('simulate.option.built-in'))
    .action((file: string | undefined, flags: SimulateFlags) =>
      run(async () => (await import('../commands/simulate.ts')).simulate(context, file, flags)),
    )
}

/** `qcc explain`: the trail of one request. */
export function declareExplain(program: Command, { context, run }: Declaring): void {
  program
    .command('explain')
    .argument('[request]')
    .description(context.say('explain.description'))
    .option('--save <file>', context.say('explain.save'))
    .option('--replay <file>', context.say('explain.replay'))
    .action((request: string | undefined, flags: ExplainFlags) =>
      run(async () => (await import('../commands/explain.ts')).explain(context, request, flags)),
    )
}
