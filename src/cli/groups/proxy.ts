import { InvalidArgumentError, Option, type Command } from 'commander'
import { parseSetting } from '../../settings/parse-setting.ts'
import { LOG_LEVELS, type LogLevel } from '../../settings/schema.ts'
import type { ProxyLogsFlags } from '../commands/proxy/logs.ts'
import type { ProxyStartFlags } from '../commands/proxy/start.ts'
import type { ProxyStopFlags } from '../commands/proxy/stop.ts'
import type { Declaring } from '../declare.ts'
import { portOption } from '../options.ts'
import type { Say } from '../texts.ts'
import { declareProxyService } from './proxy-service.ts'
import { declareProxyToken } from './proxy-token.ts'

export function declareProxy(program: Command, declaring: Declaring): void {
  const proxy = program.command('proxy').description(declaring.context.say('proxy.description'))
  declareStart(proxy, declaring)
  declareStop(proxy, declaring)
  declareRestart(proxy, declaring)
  declareStatus(proxy, declaring)
  declareLogs(proxy, declaring)
  declareProxyToken(proxy, declaring)
  declareProxyService(proxy, declaring)
}

function declareStart(proxy: Command, { context, run }: Declaring): void {
  const { say } = context
  proxy
    .command('start')
    .description(say('proxy.start.description'))
    .option('--host <address>', say('proxy.start.host'))
    .addOption(portOption(say, 'proxy.start.port'))
    .option('-d, --daemon', say('proxy.start.daemon'))
    .option('--profile <name>', say('proxy.start.profile'))
    .addOption(new Option('--log-level <level>', say('proxy.start.log-level')).argParser(levelOf(say)))
    .addOption(new Option('--as-daemon').hideHelp())
    .action((flags: ProxyStartFlags) =>
      run(async () => (await import('../commands/proxy/start.ts')).proxyStart(context, flags)),
    )
}

function declareStop(proxy: Command, { context, run }: Declaring): void {
  proxy
    .command('stop')
    .description(context.say('proxy.stop.description'))
    .addOption(timeoutOption(context.say))
    .action((flags: ProxyStopFlags) =>
      run(async () => (await import('../commands/proxy/stop.ts')).proxyStop(context, flags)),
    )
}

function declareRestart(proxy: Command, { context, run }: Declaring): void {
  proxy
    .command('restart')
    .description(context.say('proxy.restart.description'))
    .addOption(timeoutOption(context.say))
    .action((flags: ProxyStopFlags) =>
      run(async () => (await import('../commands/proxy/restart.ts')).proxyRestart(context, flags)),
    )
}

function declareStatus(proxy: Command, { context, run }: Declaring): void {
  proxy
    .command('status')
    .description(context.say('proxy.status.description'))
    .action(() => run(async () => (await import('../commands/proxy/status.ts')).proxyStatus(context)))
}

function declareLogs(proxy: Command, { context, run }: Declaring): void {
  const { say } = context
  proxy
    .command('logs')
    .description(say('proxy.logs.description'))
    .addOption(linesOption(say))
    .option('-f, --follow', say('proxy.logs.follow'))
    .addOption(new Option('--level <level>', say('proxy.logs.level')).argParser(levelOf(say)))
    .option('--request <id>', say('proxy.logs.request'))
    .action((flags: ProxyLogsFlags) =>
      run(async () => (await import('../commands/proxy/logs.ts')).proxyLogs(context, flags)),
    )
}

/** In seconds, as the setting takes them. */
function timeoutOption(say: Say): Option {
  return new Option('--timeout <duration>', say('proxy.stop.timeout')).argParser((value) => {
    const parsed = parseSetting('proxy.drain', value)
    if (parsed.kind === 'value') return Number(parsed.value)
    throw new InvalidArgumentError(say(`fault.${parsed.fault.code}`, parsed.fault.values))
  })
}

function linesOption(say: Say): Option {
  return new Option('-n, --lines <count>', say('proxy.logs.lines')).argParser((value) => {
    if (/^\d{1,9}$/.test(value)) return Number(value)
    throw new InvalidArgumentError(say('proxy.logs.lines.expected'))
  })
}

function levelOf(say: Say): (value: string) => LogLevel {
  return (value) => {
    const level = LOG_LEVELS.find((one) => one === value)
    if (level !== undefined) return level
    throw new InvalidArgumentError(say('proxy.level.expected', { levels: LOG_LEVELS.join(', ') }))
  }
}
