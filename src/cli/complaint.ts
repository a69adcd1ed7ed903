import type { Command, CommanderError } from 'commander'
import type { TextKey } from '../i18n/en.ts'
import type { Context } from './context.ts'
import type { Say } from './texts.ts'

/** What was wrong with a command line, in the person's language, and what to do next; one line each. */
export function complaint(error: CommanderError, command: Command, { output, say }: Context): string {
  const suggested = /Did you mean (?:one of )?([^?,]+)/.exec(error.message)?.[1]
  const next =
    suggested === undefined
      ? say('cli.see-help', { command: pathOf(command) })
      : say('cli.did-you-mean', { name: suggested.trim() })
  return `${output.styled('red', say('cli.error'))}${what(error, say)}\n${next}`
}

const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`

/** Commander's codes whose message names one thing in quotes. */
const TEXTS: Readonly<Record<string, TextKey>> = {
  'commander.unknownCommand': 'cli.unknown-command',
  'commander.unknownOption': 'cli.unknown-option',
  'commander.missingArgument': 'cli.missing-argument',
  'commander.optionMissingArgument': 'cli.option-needs-value',
  'commander.missingMandatoryOptionValue': 'cli.missing-option',
  'commander.excessArguments': 'cli.too-many-arguments',
}

function what({ code, message }: CommanderError, say: Say): string {
  const key = TEXTS[code]
  if (key !== undefined) return say(key, { name: /'([^']*)'/.exec(message)?.[1] ?? '' })
  // error: option '--one' cannot be used with option '--other <value>'
  const [, one, other] = /option '(.*)' cannot be used with option '(.*)'/.exec(message) ?? []
  if (one !== undefined && other !== undefined) return say('cli.conflicting-options', { one, other })
  return invalid(message, say)
}

function invalid(message: string, say: Say): string {
  // error: option '--port <port>' argument 'x' is invalid. WHY
  const [, option, value, why] = /option '(.*?)' argument '([^]*)' is invalid\. ([^]*)$/.exec(message) ?? []
  if (option !== undefined) return say('cli.invalid-value', { option, value: value ?? '', why: why ?? '' })
  // error: command-argument value 'x' is invalid for argument 'shell'. WHY
  const [, given, argument, reason] =
    /value '([^]*)' is invalid for argument '(.*?)'\. ([^]*)$/.exec(message) ?? []
  if (argument === undefined) return message.replace(/^error: /, '')
  return say('cli.invalid-value', { option: `<${argument}>`, value: given ?? '', why: reason ?? '' })
}
