import { Argument, InvalidArgumentError, Option, type Command } from 'commander'
import type { SyncFlags } from '../commands/sync/sync.ts'
import type { SyncSetupFlags } from '../commands/sync/setup.ts'
import type { Declaring } from '../declare.ts'
import { SYNC_BACKENDS, type SyncBackend } from '../../settings/schema.ts'
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
  sync
    .command('setup')
    .description(say('sync.setup.description'))
    .addArgument(backendArgument(say))
    .argument('[place]', say('sync.setup.place'))
    .option('--branch <name>', say('sync.setup.branch'))
    .option('--api <url>', say('sync.setup.api'))
    .addOption(new Option('--token-env <variable>', say('sync.setup.token-env')).conflicts('tokenStdin'))
    .addOption(new Option('--token-stdin', say('sync.setup.token-stdin')).conflicts('passphraseStdin'))
    .addOption(
      new Option('--passphrase-env <variable>', say('sync.setup.passphrase-env')).conflicts(
        'passphraseStdin',
      ),
    )
    .option('--passphrase-stdin', say('sync.setup.passphrase-stdin'))
    .option('--keys', say('sync.setup.keys'))
    .option('--no-keys', say('sync.setup.no-keys'))
    .action((backend: SyncBackend | undefined, place: string | undefined, flags: SyncSetupFlags) =>
      run(async () => (await import('../commands/sync/setup.ts')).syncSetup(context, backend, place, flags)),
    )
}

const backendArgument = (say: Say): Argument =>
  new Argument('[backend]', say('sync.setup.backend')).argParser((value): SyncBackend => {
    const backend = SYNC_BACKENDS.find((one) => one === value)
    if (backend !== undefined) return backend
    throw new InvalidArgumentError(say('fault.setting-choice', { expected: SYNC_BACKENDS.join(', ') }))
  })
