import { homedir } from 'node:os'
import { resolve } from 'node:path'

/** What holds for every command; read before the command line is parsed, since parsing may already have to complain. */
export interface GlobalFlags {
  readonly lang: string | undefined
  readonly json: boolean
  readonly color: boolean
  readonly quiet: boolean
  readonly yes: boolean
  /** Absolute. */
  readonly home: string
}

/** Global flags may stand before or after the command, but not behind `--`, where another program's begin. */
export function globalFlags(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): GlobalFlags {
  const end = args.indexOf('--')
  const own = end === -1 ? args : args.slice(0, end)
  const has = (...names: readonly string[]): boolean => names.some((name) => own.includes(name))
  const home = valueOf(own, '--home') ?? env['QCC_HOME']
  return {
    lang: valueOf(own, '--lang'),
    json: has('--json'),
    color: !has('--no-color'),
    quiet: has('-q', '--quiet'),
    yes: has('-y', '--yes'),
    home: home === undefined || home === '' ? resolve(homedir(), '.qcc') : resolve(home),
  }
}

function valueOf(args: readonly string[], flag: string): string | undefined {
  const inline = args.find((arg) => arg.startsWith(`${flag}=`))
  if (inline !== undefined) return inline.slice(flag.length + 1)
  const at = args.indexOf(flag)
  return at === -1 ? undefined : args[at + 1]
}
