import type { Command } from 'commander'
import type { TokenCreateFlags } from '../commands/proxy/token/create.ts'
import type { Declaring } from '../declare.ts'

/** `qcc proxy token` and what is below it. */
export function declareProxyToken(proxy: Command, { context, run }: Declaring): void {
  const { say } = context
  const token = proxy.command('token').description(say('token.description'))
  token
    .command('create')
    .argument('[name]')
    .description(say('token.create.description'))
    .option('--profile <name>', say('token.create.profile'))
    .action((name: string | undefined, flags: TokenCreateFlags) =>
      run(async () => (await import('../commands/proxy/token/create.ts')).tokenCreate(context, name, flags)),
    )
  token
    .command('list')
    .description(say('token.list.description'))
    .action(() => run(async () => (await import('../commands/proxy/token/list.ts')).tokenList(context)))
  token
    .command('revoke')
    .argument('[token]')
    .description(say('token.revoke.description'))
    .action((name: string | undefined) =>
      run(async () => (await import('../commands/proxy/token/revoke.ts')).tokenRevoke(context, name)),
    )
}
