/** Options about the place where the configuration meets that of other machines. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import { SYNC_BACKENDS, type SyncBackend } from '../settings/schema.ts'
import type { Say } from './texts.ts'

export function backendValue(say: Say): (value: string) => SyncBackend {
  return (value) => {
    const backend = SYNC_BACKENDS.find((one) => one === value)
    if (backend !== undefined) return backend
    throw new InvalidArgumentError(say('fault.setting-choice', { expected: SYNC_BACKENDS.join(', ') }))
  }
}

/** The options of `SyncSetupFlags`. */
export function syncSetupOptions(command: Command, say: Say): Command {
  return command
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
}
