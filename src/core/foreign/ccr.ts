/** claude-code-router: `config.json` up to its version 2, the same shape in a database since. */
import type { Json } from '../json.ts'
import type { ModelMap } from '../model-map.ts'
import type { AuthStyle } from '../model.ts'
import { vendorAt } from '../vendors/list.ts'
import { valueOf, type Vendor } from '../vendors/vendor.ts'
import type { Found, FoundEndpoint, FoundKey, FoundProfile, LeftOut } from './found.ts'
import { isObject, listIn, looseJson, objectIn, textIn, type JsonObject } from './loose-json.ts'

/** Null when the text is no configuration of it. */
export function readCcr(text: string): Found | null {
  const config = objectIn(looseJson(text) ?? undefined)
  const written = config['Providers'] ?? config['providers']
  if (!Array.isArray(written)) return null
  const router = routesIn(objectIn(config['Router'] ?? config['router']))
  const read = listIn(written).map((one) => providerIn(objectIn(one), router))
  const [first] = (router['default'] ?? '').split(',')
  return {
    profiles: read.flatMap(({ profile }) => profile ?? []),
    leftOut: [...read.flatMap(({ leftOut }) => leftOut), ...restOf(config, router)],
    ...(first === undefined || first === '' ? {} : { defaultProfile: first }),
  }
}

/** `PROVIDER,MODEL` by what it is for. */
type Routes = Readonly<Record<string, string>>

const routesIn = (router: JsonObject): Routes =>
  Object.fromEntries(
    Object.entries(router).flatMap(([name, value]) =>
      typeof value === 'string' && value.includes(',') ? [[name, value] as const] : [],
    ),
  )

interface ReadProvider {
  readonly profile: FoundProfile | null
  readonly leftOut: readonly LeftOut[]
}

function providerIn(provider: JsonObject, routes: Routes): ReadProvider {
  const what = textIn(provider['name']) || textIn(provider['id'])
  const url = textIn(provider['api_base_url'] ?? provider['baseUrl'] ?? provider['baseurl'])
  const keys = keysOf(provider)
  const none = (why: LeftOut['why']): ReadProvider => ({ profile: null, leftOut: [{ what, why }] })
  if (url === '') return none('no-url')
  if (keys.length === 0) return none('no-key')
  const speaks = anthropicIn(provider, url)
  const own = routedModels(what, provider, routes)
  const target =
    speaks === null
      ? targetAt(vendorAt(url), own)
      : { baseUrl: url.replace(/\/messages\/?$/, ''), auth: speaks, models: own }
  if (target === null) return none('other-api')
  const isOn = provider['enabled'] !== false
  const endpoints = keys.map(({ isEnabled, key }) => ({ ...target, key, enabled: isOn && isEnabled }))
  const leftOut: readonly LeftOut[] =
    speaks === null ? [{ what, why: 'vendor-url', more: target.baseUrl }] : []
  return { profile: { name: what, endpoints }, leftOut }
}

type Target = Pick<FoundEndpoint, 'attribution' | 'auth' | 'baseUrl' | 'models'>

/**
 * The Anthropic-compatible API of a vendor whose other one was used. What it
 * confirms of its models holds for this API; what a person chose was for that.
 */
function targetAt(vendor: Vendor | null, own: ModelMap): Target | null {
  const baseUrl = vendor === null ? null : valueOf(vendor.baseUrl)
  if (vendor === null || baseUrl === null) return null
  const known = valueOf(vendor.models) ?? {}
  return {
    baseUrl,
    auth: valueOf(vendor.auth) ?? 'bearer',
    models: vendor.models.kind === 'confirmed' || Object.keys(own).length === 0 ? known : own,
    ...(valueOf(vendor.attribution) === false ? { attribution: false } : {}),
  }
}

/** The header for the key where a provider speaks Anthropic's API; null where something was translated. */
function anthropicIn(provider: JsonObject, url: string): AuthStyle | null {
  const { transformer, transformers, type } = provider
  const uses = [...listIn(objectIn(transformer)['use']), ...listIn(transformers), transformer ?? null]
  const named = uses.map((one) => (Array.isArray(one) ? (listIn(one)[0] ?? null) : one))
  const options = uses.flatMap((one) => (Array.isArray(one) ? [objectIn(listIn(one)[1])] : []))
  const isOnly = named.filter((one) => typeof one === 'string').every((one) => /^anthropic$/i.test(one))
  const isNamed = named.some((one) => typeof one === 'string' && /^anthropic$/i.test(one))
  const speaks = type === 'anthropic_messages' || (isNamed && isOnly) || /\/v1\/messages\/?$/.test(url)
  if (!speaks) return null
  return options.some((one) => one['UseBearer'] === true) ? 'bearer' : 'x-api-key'
}

/** One model for all that is asked, and perhaps another one for what runs beside it. */
function routedModels(name: string, provider: JsonObject, routes: Routes): ModelMap {
  const modelOf = (route: string): string => {
    const [owner, ...model] = (routes[route] ?? '').split(',')
    return owner === name ? model.join(',').trim() : ''
  }
  const large = modelOf('default') || textIn(listIn(provider['models'])[0])
  const small = modelOf('background') || large
  const entries = [
    ['claude-*haiku*', small],
    ['claude-*', large],
  ].filter(([, model = '']) => model !== '' && !/^claude-/.test(model))
  return Object.fromEntries(entries) as ModelMap
}

interface OwnKey {
  readonly key: FoundKey
  readonly isEnabled: boolean
}

function keysOf(provider: JsonObject): readonly OwnKey[] {
  const one = keyIn(provider)
  const more = listIn(provider['credentials']).map((value) => ({
    key: keyIn(objectIn(value)),
    isEnabled: objectIn(value)['enabled'] !== false,
  }))
  const all = [...(more.length > 0 ? more : [{ key: one, isEnabled: true }])]
  return all.flatMap(({ isEnabled, key }) => (key === null ? [] : [{ key, isEnabled }]))
}

function keyIn({ api_key: first, apiKey: second, apikey: third }: JsonObject): FoundKey | null {
  const text = textIn(first) || textIn(second) || textIn(third)
  // It fills in variables where it reads them.
  const [, name] = /^\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?$/.exec(text) ?? []
  if (name !== undefined) return { kind: 'variable', name }
  return text === '' ? null : { kind: 'key', key: text }
}

/** What routes by the request has no counterpart: which endpoint serves is not a matter of what is asked. */
const ROUTES_KEPT = ['default', 'background']

function restOf(config: JsonObject, routes: Routes): readonly LeftOut[] {
  const rules = Object.keys(routes).filter((name) => !ROUTES_KEPT.includes(name))
  const named = (key: string, value: Json | undefined): readonly LeftOut[] =>
    textIn(value) === '' && listIn(value).length === 0 && !isObject(value)
      ? []
      : [{ what: 'config.json', why: 'no-counterpart', more: key }]
  return [
    ...rules.map((name): LeftOut => ({ what: 'Router', why: 'no-counterpart', more: name })),
    ...named('CUSTOM_ROUTER_PATH', config['CUSTOM_ROUTER_PATH']),
    ...named('transformers', config['transformers']),
    ...named('PROXY_URL', config['PROXY_URL']),
    ...named('APIKEY', config['APIKEY']),
  ]
}
