/** An endpoint from the variables that Claude Code goes by, wherever they are kept. */
import type { ModelMap } from '../model-map.ts'
import type { AuthStyle } from '../model.ts'
import type { FoundEndpoint, LeftOut } from './found.ts'
import { textIn, type JsonObject } from './loose-json.ts'

export type FromVariables =
  | { readonly kind: 'endpoint'; readonly endpoint: FoundEndpoint; readonly leftOut: readonly LeftOut[] }
  | { readonly kind: 'none'; readonly leftOut: readonly LeftOut[] }

/** Where a key without a base URL is for. */
const OFFICIAL = 'https://api.anthropic.com'

/** `what` names them in what is left out; `isOwn` tells whether a URL leads to QCC itself. */
export function endpointFromVariables(
  what: string,
  env: JsonObject,
  isOwn: (url: string) => boolean,
): FromVariables {
  const none = (why: LeftOut['why']): FromVariables => ({ kind: 'none', leftOut: [{ what, why }] })
  const url = variable(env, 'ANTHROPIC_BASE_URL')
  const token = variable(env, 'ANTHROPIC_AUTH_TOKEN')
  const apiKey = variable(env, 'ANTHROPIC_API_KEY')
  if (url !== '' && isOwn(url)) return none('own-proxy')
  const key = token || apiKey
  if (key === '') return none(url === '' ? 'log-in' : 'no-key')
  const endpoint: FoundEndpoint = {
    baseUrl: url || OFFICIAL,
    auth: authOf(token, apiKey),
    key: { kind: 'key', key },
    models: modelsIn(env),
    ...mannerIn(env),
    enabled: true,
  }
  return { kind: 'endpoint', endpoint, leftOut: restOf(what, env) }
}

const mannerIn = (env: JsonObject): Pick<FoundEndpoint, 'attribution' | 'deniedBetas'> => ({
  ...(isOn(env, 'CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS') ? { deniedBetas: ['*'] } : {}),
  ...(/^(0|false|off|no)$/i.test(variable(env, 'CLAUDE_CODE_ATTRIBUTION_HEADER'))
    ? { attribution: false }
    : {}),
})

function restOf(what: string, env: JsonObject): readonly LeftOut[] {
  const token = variable(env, 'ANTHROPIC_AUTH_TOKEN')
  const apiKey = variable(env, 'ANTHROPIC_API_KEY')
  const isTwo = token !== '' && apiKey !== '' && token !== apiKey
  const headers = variable(env, 'ANTHROPIC_CUSTOM_HEADERS')
  return [
    ...(isTwo ? [{ what, why: 'second-key', more: 'ANTHROPIC_API_KEY' } as const] : []),
    ...(headers === '' ? [] : [{ what, why: 'no-counterpart', more: 'ANTHROPIC_CUSTOM_HEADERS' } as const]),
  ]
}

function authOf(token: string, apiKey: string): AuthStyle {
  if (token === '') return 'x-api-key'
  return token === apiKey ? 'both' : 'bearer'
}

/** Which variable says what Claude's models are sent as; the last of them is for all that no other says. */
const FAMILIES = [
  [['ANTHROPIC_DEFAULT_HAIKU_MODEL', 'ANTHROPIC_SMALL_FAST_MODEL'], 'claude-*haiku*'],
  [['ANTHROPIC_DEFAULT_SONNET_MODEL'], 'claude-*sonnet*'],
  [['ANTHROPIC_DEFAULT_OPUS_MODEL'], 'claude-*opus*'],
  [['ANTHROPIC_MODEL'], 'claude-*'],
] as const

/** Names of Claude's own, and of its families, are choices of the person and no map. */
function modelsIn(env: JsonObject): ModelMap {
  const entries = FAMILIES.flatMap(([names, pattern]) => {
    const model = names.map((name) => withoutMark(variable(env, name))).find((name) => name !== '') ?? ''
    const isClaude = /^(claude-.*|opus|sonnet|haiku|opusplan|default)$/i.test(model)
    return model === '' || isClaude ? [] : [[pattern, model] as const]
  })
  return Object.fromEntries(entries)
}

/** Claude Code marks a name so that it counts with a long context. */
const withoutMark = (model: string): string => model.replace(/\[1m\]$/i, '')

const variable = (env: JsonObject, name: string): string => {
  const value = env[name]
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : textIn(value)
}

const isOn = (env: JsonObject, name: string): boolean => /^(1|true|on|yes)$/i.test(variable(env, name))
