import { Argument, Option, type Command } from 'commander'
import type { SyncFlags } from '../commands/sync/sync.ts'
import type { Declaring } from '../declare.ts'
import { backendValue, syncSetupOptions } from '../sync-options.ts'
import type { SyncSetupFlags } from '../sync-draft.ts'
import type { SyncBackend } from '../../settings/schema.ts'
import type { Say } from '../texts.ts'

/** `qcc sync`, and how it is set up. */
export function declareSync(program: Command, { context, run }: Declaring): void {
  const { say } = context
  const sync = program
    .command('sync')
    .description(say('sync.description'))
    .addOption(new Option('--push', say('sync.option.push')).conflicts('pull'))
    .option('--pull', say('sync.option.pull'))
    .option('--dry-run', say('sync.option.dry-run'))
    .addOption(new Option('--ours', say('sync.option.ours')).conflicts('theirs'))
    .option('--theirs', say('sync.option.theirs'))
    .action((flags: SyncFlags) =>
      run(async () => (await import('../commands/sync/sync.ts')).sync(context, flags)),
    )
  const setup = sync
    .command('setup')
    .description(say('sync.setup.description'))
    .addArgument(backendArgument(say))
    .argument('[place]', say('sync.setup.place'))
  syncSetupOptions(setup, say).action(
    (backend: SyncBackend | undefined, place: string | undefined, flags: SyncSetupFlags) =>
      run(async () => (await import('../commands/sync/setup.ts')).syncSetup(context, backend, place, flags)),
  )
}

const backendArgument = (say: Say): Argument =>
  new Argument('[backend]', say('sync.setup.backend')).argParser(backendValue(say))
