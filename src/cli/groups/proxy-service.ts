import type { Command } from 'commander'
import type { ServiceInstallFlags } from '../commands/proxy/service/install.ts'
import type { Declaring } from '../declare.ts'

/** `qcc proxy service` and what is below it. */
export function declareProxyService(proxy: Command, { context, run }: Declaring): void {
  const { say } = context
  const service = proxy.command('service').description(say('service.description'))
  service
    .command('install')
    .description(say('service.install.description'))
    .option('--dry-run', say('service.install.dry-run'))
    .action((flags: ServiceInstallFlags) =>
      run(async () => (await import('../commands/proxy/service/install.ts')).serviceInstall(context, flags)),
    )
  service
    .command('uninstall')
    .description(say('service.uninstall.description'))
    .action(() =>
      run(async () => (await import('../commands/proxy/service/uninstall.ts')).serviceUninstall(context)),
    )
  service
    .command('status')
    .description(say('service.status.description'))
    .action(() =>
      run(async () => (await import('../commands/proxy/service/status.ts')).serviceStatus(context)),
    )
}
