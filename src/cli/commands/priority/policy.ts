import { setSetting, type Change } from '../../../core/config/changes.ts'
import { formatSetting } from '../../../settings/format-setting.ts'
import type { SettingsView } from '../../../settings/resolve.ts'
import { envNameOf, type SettingKey } from '../../../settings/schema.ts'
import { applyChange, configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import { liveProxy, liveTiers } from '../../live.ts'
import { printJson } from '../../report.ts'
import type { PriorityPolicyShape } from '../../shapes/priority.ts'
import { printPairs } from '../../table.ts'
import type { Say } from '../../texts.ts'
import { failoverText, handPairs } from '../../tiers-text.ts'

/** As they were given; durations in seconds. */
export interface PriorityPolicyFlags {
  readonly autoFailover?: boolean
  readonly autoRecovery?: boolean
  readonly failureThreshold?: number
  readonly cooldown?: number
  readonly recoveryChecks?: number
  readonly strategy?: string
}

type Given = readonly (readonly [flag: string, keys: readonly SettingKey[], value: string | number])[]
type Policy = PriorityPolicyShape['policy']

/** Shows by what rules tiers are left and come back, after changing those that were given: all in one version. */
export async function priorityPolicy(context: Context, flags: PriorityPolicyFlags): Promise<void> {
  const { json, output, say } = context
  const given = givenBy(flags)
  const applied = given.length === 0 ? null : await applyChange(context, allOf(given), messageOf(given))
  const { number: version } = applied?.configuration ?? (await configurationOf(context))
  const view = await context.settings()
  const policy = policyOf(view)
  const hand = liveTiers(await liveProxy(context))?.hand ?? null
  if (json) {
    return printJson<PriorityPolicyShape>(context, {
      ...{ version, changed: applied?.kind === 'changed', policy, hand },
    })
  }
  if (applied !== null) {
    const done = applied.kind === 'changed' ? 'change.done' : 'change.none'
    output.note(say(done, { done: say('priority.policy.changed'), version }))
  }
  for (const [, keys] of given) for (const key of keys) noteOverride(context, view, key)
  await printPairs(output, [...pairs(policy, hand, say), ...handPairs(hand, say)])
}

function noteOverride({ output, say }: Context, { originOf }: SettingsView, key: SettingKey): void {
  if (originOf(key) !== 'env') return
  output.note(output.styled('yellow', say('config.overridden', { variable: envNameOf(key) })))
}

function givenBy(flags: PriorityPolicyFlags): Given {
  const { autoFailover, autoRecovery, cooldown, failureThreshold, recoveryChecks, strategy } = flags
  const all: readonly (readonly [string, readonly SettingKey[], string | number | undefined])[] = [
    [
      autoFailover === false ? '--no-auto-failover' : '--auto-failover',
      ['failover.auto'],
      word(autoFailover),
    ],
    [
      autoRecovery === false ? '--no-auto-recovery' : '--auto-recovery',
      ['recovery.auto'],
      word(autoRecovery),
    ],
    ['--failure-threshold', ['circuit.failure-threshold'], failureThreshold],
    // One word for both: how long what failed is left alone at the most.
    ['--cooldown', ['tier.cooldown', 'circuit.max-open'], cooldown],
    ['--recovery-checks', ['recovery.checks'], recoveryChecks],
    ['--strategy', ['balancer.strategy'], strategy],
  ]
  return all.flatMap(([flag, keys, value]) => (value === undefined ? [] : [[flag, keys, value] as const]))
}

function word(isOn: boolean | undefined): 'on' | 'off' | undefined {
  if (isOn === undefined) return undefined
  return isOn ? 'on' : 'off'
}

const allOf =
  (given: Given): Change =>
  (document) => {
    const settings = given.flatMap(([, keys, value]) => keys.map((key) => [key, value] as const))
    return settings.reduce<ReturnType<Change>>(
      (before, [key, value]) =>
        before.kind === 'changed' ? setSetting(key, value)(before.document) : before,
      { kind: 'changed', document },
    )
  }

/** For the list of versions: as it was typed. */
const messageOf = (given: Given): string =>
  ['priority policy', ...given.map(([flag, [key], value]) => flagText(flag, key, value))].join(' ')

function flagText(flag: string, key: SettingKey | undefined, value: string | number): string {
  const isSwitch = value === 'on' || value === 'off'
  return isSwitch || key === undefined ? flag : `${flag} ${formatSetting(key, value)}`
}

function policyOf({ settings }: SettingsView): Policy {
  return {
    autoFailover: settings['failover.auto'] === 'on',
    autoRecovery: settings['recovery.auto'] === 'on',
    recoveryChecks: settings['recovery.checks'],
    cooldown: settings['tier.cooldown'],
    circuitMaxOpen: settings['circuit.max-open'],
    failureThreshold: settings['circuit.failure-threshold'],
    strategy: settings['balancer.strategy'],
  }
}

function pairs(policy: Policy, hand: PriorityPolicyShape['hand'], say: Say) {
  const { circuitMaxOpen, cooldown, failureThreshold, recoveryChecks: checks, strategy } = policy
  const tier = formatSetting('tier.cooldown', cooldown)
  const endpoint = formatSetting('circuit.max-open', circuitMaxOpen)
  return [
    [say('priority.title.failover'), failoverText({ ...policy, hand }, say)],
    [say('priority.title.recovery'), say(policy.autoRecovery ? 'recovery.on' : 'recovery.off', { checks })],
    [say('priority.title.cooldown'), say('priority.cooldown', { tier, endpoint })],
    [say('priority.title.threshold'), say('priority.threshold', { points: failureThreshold })],
    [say('priority.title.strategy'), strategy],
  ] as const
}
