import { Argument, InvalidArgumentError, Option, type Command } from 'commander'
import type { ConfigExportFlags } from '../commands/config/export.ts'
import type { ConfigImportFlags } from '../commands/config/import.ts'
import type { ConfigListFlags } from '../commands/config/list.ts'
import type { ConfigRekeyFlags } from '../commands/config/rekey.ts'
import type { ConfigVersionsFlags } from '../commands/config/versions.ts'
import type { Declaring } from '../declare.ts'
import { countOption, DEFAULT_COUNT } from '../options.ts'
import type { Say } from '../texts.ts'

export function declareConfig(program: Command, declaring: Declaring): void {
  const config = program.command('config').description(declaring.context.say('config.description'))
  declareSettings(config, declaring)
  declareDocument(config, declaring)
  declareVersions(config, declaring)
  declareFiles(config, declaring)
  declareRekey(config, declaring)
}

function declareSettings(config: Command, { context, run }: Declaring): void {
  const { say } = context
  config
    .command('get')
    .description(say('config.get.description'))
    .argument('[key]', say('config.argument.key'))
    .action((key: string | undefined) =>
      run(async () => (await import('../commands/config/get.ts')).configGet(context, key)),
    )
  config
    .command('set')
    .description(say('config.set.description'))
    .argument('[key]', say('config.argument.key'))
    .argument('[value]', say('config.argument.value'))
    .action((key: string | undefined, value: string | undefined) =>
      run(async () => (await import('../commands/config/set.ts')).configSet(context, key, value)),
    )
  config
    .command('unset')
    .description(say('config.unset.description'))
    .argument('[key]', say('config.argument.key'))
    .action((key: string | undefined) =>
      run(async () => (await import('../commands/config/set.ts')).configUnset(context, key)),
    )
  config
    .command('list')
    .description(say('config.list.description'))
    .option('--defaults', say('config.list.defaults'))
    .action((flags: ConfigListFlags) =>
      run(async () => (await import('../commands/config/list.ts')).configList(context, flags)),
    )
}

function declareDocument(config: Command, { context, run }: Declaring): void {
  const { say } = context
  config
    .command('edit')
    .description(say('config.edit.description'))
    .action(() => run(async () => (await import('../commands/config/edit.ts')).configEdit(context)))
  config
    .command('path')
    .description(say('config.path.description'))
    .action(() => run(async () => (await import('../commands/config/path.ts')).configPath(context)))
  config
    .command('validate')
    .description(say('config.validate.description'))
    .argument('[file]', say('config.argument.file'))
    .action((file: string | undefined) =>
      run(async () => (await import('../commands/config/validate.ts')).configValidate(context, file)),
    )
}

function declareVersions(config: Command, { context, run }: Declaring): void {
  const { say } = context
  config
    .command('versions')
    .description(say('config.versions.description'))
    .addOption(countOption(say, 'config.versions.count'))
    .action(({ count = DEFAULT_COUNT }: Partial<ConfigVersionsFlags>) =>
      run(async () => (await import('../commands/config/versions.ts')).configVersions(context, { count })),
    )
  config
    .command('diff')
    .description(say('config.diff.description'))
    .addArgument(versionArgument('[a]', say))
    .addArgument(versionArgument('[b]', say))
    .action((a: number | undefined, b: number | undefined) =>
      run(async () => (await import('../commands/config/diff.ts')).configDiff(context, a, b)),
    )
  config
    .command('rollback')
    .description(say('config.rollback.description'))
    .addArgument(versionArgument('[version]', say))
    .action((version: number | undefined) =>
      run(async () => (await import('../commands/config/rollback.ts')).configRollback(context, version)),
    )
}

function declareFiles(config: Command, { context, run }: Declaring): void {
  const { say } = context
  config
    .command('export')
    .description(say('config.export.description'))
    .argument('[file]', say('config.argument.file'))
    .option('--with-secrets', say('config.export.with-secrets'))
    .addOption(new Option('--damaged', say('config.export.damaged')).conflicts('withSecrets'))
    .action((file: string | undefined, flags: ConfigExportFlags) =>
      run(async () => (await import('../commands/config/export.ts')).configExport(context, file, flags)),
    )
  config
    .command('import')
    .description(say('config.import.description'))
    .argument('<file>', say('config.argument.file'))
    .option('--dry-run', say('config.import.dry-run'))
    .action((file: string, flags: ConfigImportFlags) =>
      run(async () => (await import('../commands/config/import.ts')).configImport(context, file, flags)),
    )
}

function declareRekey(config: Command, { context, run }: Declaring): void {
  const { say } = context
  const [store, passphrase, file] = ['keyStore', 'passphrase', 'keyFile']
  config
    .command('rekey')
    .description(say('rekey.description'))
    .addOption(new Option('--key-store', say('rekey.key-store')).conflicts([passphrase, file]))
    .addOption(new Option('--passphrase', say('rekey.passphrase')).conflicts([store, file]))
    .addOption(new Option('--key-file', say('rekey.key-file')).conflicts([store, passphrase]))
    .action((flags: ConfigRekeyFlags) =>
      run(async () => (await import('../commands/config/rekey.ts')).configRekey(context, flags)),
    )
}

const versionArgument = (name: string, say: Say): Argument =>
  new Argument(name, say('config.argument.version')).argParser((value) => {
    if (/^\d{1,9}$/.test(value)) return Number(value)
    throw new InvalidArgumentError(say('config.version-expected'))
  })
