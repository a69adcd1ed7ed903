/** Options that several commands have. */
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { EndpointRule } from '../core/config/document.ts'
import type { AuthStyle } from '../core/model.ts'
import { CREDENTIAL, MAX_CONCURRENT_MOST, PRIORITY_MOST } from '../document/rules.ts'
import type { TextKey } from '../i18n/en.ts'
import { parseSetting } from '../settings/parse-setting.ts'
import { STRATEGIES, type SettingKey } from '../settings/schema.ts'
import { DURATION_UNITS, measured } from '../settings/units.ts'
import { ruleGiven } from './rule-flag.ts'
import type { Say } from './texts.ts'

/** `--port`, described by `key`. */
export function portOption(say: Say, key: TextKey): Option {
  return new Option('--port <port>', say(key)).argParser((value) => {
    const port = Number(value)
    if (/^\d+$/.test(value) && port <= 65_535) return port
    throw new InvalidArgumentError(say('port.expected'))
  })
}

/** What is said of an endpoint's target: where it is and how it is asked. Durations in seconds. */
export interface TargetFlags {
  /** Id of the vendor whose facts stand for what is not given. */
  readonly vendor?: string
  readonly baseUrl?: string
  readonly apiKeyStdin?: boolean
  readonly apiKeyEnv?: string
  /** `SERVICE` or `SERVICE/ACCOUNT` in the key store of the system. */
  readonly apiKeyKeychain?: string
  readonly auth?: AuthStyle
  /** By the name that clients ask for; an empty value takes the entry away. */
  readonly model?: Readonly<Record<string, string>>
  readonly timeoutConnect?: number | false
  readonly timeoutFirstContent?: number | false
  readonly timeoutIdle?: number | false
  readonly proxy?: string | false
  readonly rule?: readonly EndpointRule[]
  /** False takes away those that it has; true says nothing. */
  readonly rules?: boolean
  readonly denyBeta?: readonly string[]
  /** False takes away those that it has; true says nothing. */
  readonly denyBetas?: boolean
  readonly attribution?: boolean
}

/** The options of `TargetFlags`; `isSet` adds those that take something away. */
export function targetOptions(command: Command, say: Say, isSet: boolean): Command {
  for (const option of targetOptionList(say, isSet)) command.addOption(option)
  return command
}

/** The names by which commander keeps what `targetOptions` reads. */
export const TARGET_FLAGS = [
  'vendor',
  'baseUrl',
  'apiKeyStdin',
  'apiKeyEnv',
  'apiKeyKeychain',
  'auth',
  'model',
  'timeoutConnect',
  'timeoutFirstContent',
  'timeoutIdle',
  'proxy',
  'rule',
  'denyBeta',
  'attribution',
] as const satisfies readonly (keyof TargetFlags)[]

/** Whether anything is said of a target. */
export const hasTargetFlags = (flags: TargetFlags): boolean =>
  flags.rules === false || flags.denyBetas === false || TARGET_FLAGS.some((flag) => flags[flag] !== undefined)

function targetOptionList(say: Say, isSet: boolean): readonly Option[] {
  const timeouts = ['connect', 'first-content', 'idle'] as const
  const removals = [
    'proxy',
    'rules',
    'deny-betas',
    ...timeouts.map((name) => `timeout-${name}` as const),
  ] as const
  return [
    ...(isSet ? [] : [new Option('--vendor <id>', say('option.vendor'))]),
    new Option('--base-url <url>', say('option.base-url')),
    new Option('--api-key-stdin', say('option.api-key-stdin')).conflicts('apiKeyEnv'),
    new Option('--api-key-env <variable>', say('option.api-key-env')).argParser((value) => {
      if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(value)) return value
      throw new InvalidArgumentError(say('option.api-key-env.expected'))
    }),
    new Option('--api-key-keychain <item>', say('option.api-key-keychain'))
      .conflicts(['apiKeyEnv', 'apiKeyStdin'])
      .argParser((value) => {
        if (CREDENTIAL.test(`keychain:${value}`)) return value
        throw new InvalidArgumentError(say('option.api-key-keychain.expected'))
      }),
    new Option('--auth <style>', say('option.auth')).argParser(authOf(say)),
    new Option('--model <from=to>', say(isSet ? 'option.model.set' : 'option.model')).argParser(
      modelsOf(say, isSet),
    ),
    ...timeouts.map((name) =>
      new Option(`--timeout-${name} <duration>`, say(`option.timeout-${name}`)).argParser(
        settingParser(`timeout.${name}`, say),
      ),
    ),
    new Option('--proxy <url>', say('option.proxy')),
    new Option('--rule <rule>', say(isSet ? 'option.rule.set' : 'option.rule')).argParser(rulesOf(say)),
    new Option('--deny-beta <name>', say(isSet ? 'option.deny-beta.set' : 'option.deny-beta')).argParser(
      betasOf(say),
    ),
    new Option('--attribution <switch>', say('option.attribution')).argParser(switchOf(say)),
    ...(isSet ? removals.map((name) => new Option(`--no-${name}`, say(`option.no-${name}`))) : []),
  ]
}

/** No request is held for longer, whatever it asks for. */
const LONGEST_HOLD_S = 86_400

/** `--hold`, in seconds. */
export function holdOption(say: Say): Option {
  return new Option('--hold <duration>', say('run.option.hold')).argParser((value) => {
    const seconds = measured(value, DURATION_UNITS)
    if (seconds !== null && seconds >= 1 && seconds <= LONGEST_HOLD_S) return seconds
    throw new InvalidArgumentError(say('run.hold.expected'))
  })
}

/** `--weight`. */
export function weightOption(say: Say): Option {
  return new Option('-w, --weight <weight>', say('option.weight')).argParser((value) => {
    const weight = Number(value)
    if (/^\d+$/.test(value) && weight <= 1_000) return weight
    throw new InvalidArgumentError(say('option.weight.expected'))
  })
}

/** `--priority`. */
export function priorityOption(say: Say): Option {
  return new Option('-p, --priority <priority>', say('option.priority')).argParser((value) => {
    if (/^[1-9]\d*$/.test(value) && Number(value) <= PRIORITY_MOST) return Number(value)
    throw new InvalidArgumentError(say('fault.priority'))
  })
}

/** `--strategy`; `isSet` says that it can be taken away. */
export function strategyOption(say: Say, isSet: boolean): Option {
  const option = new Option('--strategy <strategy>', say(isSet ? 'option.strategy.set' : 'option.strategy'))
  return option.argParser((value) => {
    const strategy = STRATEGIES.find((one) => one === value)
    if (strategy !== undefined) return strategy
    throw new InvalidArgumentError(say('option.strategy.expected', { expected: STRATEGIES.join(', ') }))
  })
}

/** `--max-concurrent`. */
export function capOption(say: Say): Option {
  return new Option('--max-concurrent <count>', say('option.max-concurrent')).argParser((value) => {
    if (/^[1-9]\d*$/.test(value) && Number(value) <= MAX_CONCURRENT_MOST) return Number(value)
    throw new InvalidArgumentError(say('option.max-concurrent.expected'))
  })
}

function authOf(say: Say): (value: string) => AuthStyle {
  return (value) => {
    if (value === 'x-api-key' || value === 'bearer' || value === 'both') return value
    throw new InvalidArgumentError(say('option.auth.expected'))
  }
}

/** Gathers `FROM=TO` of every `--model`; with `canRemove`, `FROM=` too. */
function modelsOf(say: Say, canRemove: boolean) {
  return (value: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => {
    const [, from = '', to = ''] = /^([^=\s]+)=(\S*)$/.exec(value) ?? []
    if (from === '' || (to === '' && !canRemove)) {
      throw new InvalidArgumentError(say(canRemove ? 'option.model.set.expected' : 'option.model.expected'))
    }
    return { ...before, [from]: to }
  }
}

/** Gathers every `--deny-beta`. A header parts names by commas. */
function betasOf(say: Say) {
  return (value: string, before: readonly string[] = []): readonly string[] => {
    if (/^[^\s,]+$/.test(value)) return [...before, value]
    throw new InvalidArgumentError(say('option.deny-beta.expected'))
  }
}

function switchOf(say: Say): (value: string) => boolean {
  return (value) => {
    if (value === 'on' || value === 'off') return value === 'on'
    throw new InvalidArgumentError(say('option.attribution.expected'))
  }
}

/** Gathers every `--rule`, in order. */
function rulesOf(say: Say) {
  return (value: string, before: readonly EndpointRule[] = []): readonly EndpointRule[] => {
    const given = ruleGiven(value, say)
    if (given.kind === 'fault') throw new InvalidArgumentError(given.why)
    return [...before, given.rule]
  }
}

/** Reads a value as the setting of that name takes it. */
export function settingParser(key: SettingKey, say: Say): (value: string) => string | number {
  return (value) => {
    const parsed = parseSetting(key, value)
    if (parsed.kind === 'value') return parsed.value
    throw new InvalidArgumentError(say(`fault.${parsed.fault.code}`, parsed.fault.values))
  }
}

/** Lines of a list that are shown unless a number is given. */
export const DEFAULT_COUNT = 20

/** `--count`, described by `key`. */
export function countOption(
  say: Say,
  key: `${'config.versions' | 'priority.history' | 'health.history' | 'queue.list' | 'requests'}.count`,
): Option {
  // Not commander's own default, which it would name a second time, in English.
  const text = say(key, { count: DEFAULT_COUNT })
  return new Option('-n, --count <count>', text).argParser((value) => {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
    throw new InvalidArgumentError(say('config.versions.count-expected'))
  })
}
