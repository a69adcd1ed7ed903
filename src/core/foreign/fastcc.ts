/**
 * The first QCC, a program in Python: `~/.fastcc/cache.json` and
 * `~/.qcc/priority.json`. It sent each key in both headers.
 */
import type { Json } from '../json.ts'
import { TIERS } from '../model.ts'
import { NOTHING, type Found, type FoundEndpoint, type FoundProfile, type LeftOut } from './found.ts'
import { isObject, listIn, looseJson, numberIn, objectIn, textIn, type JsonObject } from './loose-json.ts'

/** Null when the text is no `cache.json`. */
export function readFastcc(text: string): Found | null {
  const cache = objectIn(looseJson(text) ?? undefined)
  if (!isObject(cache['profiles'])) return null
  const read = Object.entries(cache['profiles']).map(([name, value]) => profileIn(name, objectIn(value)))
  const defaultProfile = textIn(objectIn(cache['settings'])['default_profile'])
  return {
    profiles: read.flatMap(({ profile }) => profile ?? []),
    leftOut: read.flatMap(({ leftOut }) => leftOut),
    ...(defaultProfile === '' ? {} : { defaultProfile }),
  }
}

interface ReadProfile {
  readonly profile: FoundProfile | null
  readonly leftOut: readonly LeftOut[]
}

function profileIn(name: string, value: JsonObject): ReadProfile {
  const isOn = value['enabled'] !== false
  const listed = listIn(value['endpoints'])
  const written: readonly Json[] = listed.length > 0 ? listed : [value]
  const endpoints = written.flatMap((one) => endpointIn(objectIn(one), isOn) ?? [])
  const leftOut: readonly LeftOut[] =
    endpoints.length === written.length ? limitsIn(name, written) : [{ what: name, why: lacking(value) }]
  const description = textIn(value['description']) || undefined
  // A profile without an endpoint yet is one here, too; one whose endpoint lacks its key is not.
  if (endpoints.length === 0 && textIn(value['base_url']) !== '') return { profile: null, leftOut }
  return { profile: { name, description, endpoints }, leftOut: endpoints.length === 0 ? [] : leftOut }
}

const lacking = (value: JsonObject): 'no-key' | 'no-url' =>
  textIn(value['base_url']) === '' ? 'no-url' : 'no-key'

function endpointIn(value: JsonObject, isOn: boolean): FoundEndpoint | null {
  const baseUrl = textIn(value['base_url'])
  const key = textIn(value['api_key'])
  if (baseUrl === '' || key === '') return null
  const weight = numberIn(value['weight'])
  // A profile's own is the name of a tier.
  const priority = numberIn(value['priority'])
  return {
    ...{ baseUrl, auth: 'both', key: { kind: 'key', key }, models: {} },
    ...(weight === undefined ? {} : { weight }),
    ...(priority === undefined ? {} : { priority }),
    enabled: isOn && value['enabled'] !== false,
  }
}

/** Its usual ones, which nobody chose. */
const USUAL_FAILURES = 3
const USUAL_TIMEOUT = 30

function limitsIn(what: string, endpoints: readonly Json[]): readonly LeftOut[] {
  const has = (key: string, usual: number): boolean =>
    endpoints.some((one) => (numberIn(objectIn(one)[key]) ?? usual) !== usual)
  return [
    ...(has('max_failures', USUAL_FAILURES)
      ? [{ what, why: 'no-counterpart', more: 'max_failures' } as const]
      : []),
    ...(has('timeout', USUAL_TIMEOUT) ? [{ what, why: 'no-counterpart', more: 'timeout' } as const] : []),
  ]
}

/** Tiers and their policy; null when the text is no `priority.json`. */
export function readFastccPriority(text: string): Found | null {
  const written = objectIn(looseJson(text) ?? undefined)
  if (!isObject(written['priority_map'])) return null
  const map = written['priority_map']
  const tiers = Object.fromEntries(
    TIERS.flatMap((tier) => (textIn(map[tier]) === '' ? [] : [[tier, textIn(map[tier])] as const])),
  )
  const policy = objectIn(written['policy'])
  const threshold = numberIn(policy['failure_threshold'])
  const cooldown = numberIn(policy['cooldown_period'])
  const wasOff = (['auto_failover', 'auto_recovery'] as const).filter((key) => policy[key] === false)
  return {
    ...NOTHING,
    tiers,
    settings: {
      ...(threshold === undefined ? {} : { 'circuit.failure-threshold': threshold }),
      ...(cooldown === undefined ? {} : { 'tier.cooldown': cooldown }),
    },
    leftOut: wasOff.map((what) => ({ what, why: 'was-off' })),
  }
}
