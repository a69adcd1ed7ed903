/**
 * What keeps the person's settings from leading where they say, and what is
 * sent besides what they say. All of it measured with Claude Code 2.1.330.
 */
import { readFileSync } from 'node:fs'
import { BlockList, isIP } from 'node:net'
import { join } from 'node:path'
import { isLoopbackName } from '../core/loopback.ts'
import { ELSEWHERE } from './environment.ts'
import { loginFile, readSettings, userSettingsFile, variablesOf, type Places } from './person.ts'
import { strictFault } from './settings-text.ts'
import type { Variables } from './target.ts'

/** `wins`: Claude Code does not go where its settings lead. `adds`: it goes there with another credential as well. `ignored`: what a person set has no effect. */
export interface Conflict {
  readonly kind:
    /** Other settings set the variable and win over the person's own. */
    | 'settings-win'
    /** A variable leads to another provider, or another way. */
    | 'other-provider'
    /** The settings win over a variable of the shell. */
    | 'shell-ignored'
    /** A second credential is sent. */
    | 'second-credential'
    | 'key-helper'
    /** The key of a log-in. */
    | 'log-in'
    /** Traffic for this machine goes to an HTTP proxy. */
    | 'no-proxy'
    /** Claude Code loads nothing of the file. */
    | 'not-loaded'
  readonly effect: 'wins' | 'adds' | 'ignored'
  /** A variable, a key of the settings, or the place of a fault. */
  readonly name: string
  /** The file that it stands in; null for the shell. */
  readonly file: string | null
}

const CREDENTIALS = ['ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_API_KEY'] as const

/** Variables that say where requests go, and as whom. */
export const DECIDING = ['ANTHROPIC_BASE_URL', ...CREDENTIALS] as const

/** A place that variables come from. */
interface Layer {
  readonly file: string | null
  readonly variables: Variables
}

/**
 * What meets settings of the person's own that set these variables, and no
 * others; none where they set no base URL.
 */
export function conflictsOf(places: Places, own: Variables): readonly Conflict[] {
  const baseUrl = own['ANTHROPIC_BASE_URL'] ?? ''
  if (baseUrl === '') return []
  const userFile = userSettingsFile(places)
  const user = { file: userFile, variables: own }
  const above = filesAbove(places).map((file) => ({ file, variables: variablesIn(file) }))
  const shell = { file: null, variables: shellVariables(places) }
  return [
    ...notLoaded(userFile),
    ...fromAbove(above, own),
    ...otherProviders([shell, user, ...above]),
    ...fromShell(shell.variables, own),
    ...credentialsBeside(places, own),
    ...(isOfThisMachine(baseUrl) ? proxied([shell, user, ...above], baseUrl) : []),
  ]
}

/** Settings that win over the person's own, the strongest last. */
const filesAbove = ({ cwd, managedFile }: Places): readonly string[] => [
  join(cwd, '.claude', 'settings.json'),
  join(cwd, '.claude', 'settings.local.json'),
  managedFile,
]

const variablesIn = (file: string): Variables => variablesOf(readSettings(file))

const shellVariables = ({ env }: Places): Variables =>
  Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => (entry[1] ?? '') !== ''),
  )

function notLoaded(file: string): readonly Conflict[] {
  const fault = strictFault(textIn(file))
  if (fault === null) return []
  const name = `${String(fault.line)}:${String(fault.column)}`
  return [{ kind: 'not-loaded', effect: 'wins', name, file }]
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

function fromAbove(above: readonly Layer[], own: Variables): readonly Conflict[] {
  return DECIDING.flatMap((name): readonly Conflict[] => {
    const strongest = above.findLast(({ variables }) => variables[name] !== undefined)
    if (strongest === undefined || strongest.variables[name] === (own[name] ?? '')) return []
    const { file } = strongest
    const isBeside = name !== 'ANTHROPIC_BASE_URL' && (own[name] ?? '') === ''
    return [isBeside ? second(name, file) : { kind: 'settings-win', effect: 'wins', name, file }]
  })
}

const second = (name: string, file: string | null): Conflict => ({
  ...{ kind: 'second-credential', effect: 'adds', name, file },
})

/** An empty value takes a weaker one away. */
function otherProviders(layers: readonly Layer[]): readonly Conflict[] {
  return ELSEWHERE.flatMap((name) => {
    const strongest = layers.findLast(({ variables }) => variables[name] !== undefined)
    if (strongest === undefined || !isOn(strongest.variables[name])) return []
    return [{ kind: 'other-provider', effect: 'wins', name, file: strongest.file }] as const
  })
}

const isOn = (value = ''): boolean => !['', '0', 'false', 'no', 'off'].includes(value.toLowerCase())

function fromShell(shell: Variables, own: Variables): readonly Conflict[] {
  return DECIDING.flatMap((name): readonly Conflict[] => {
    const value = shell[name] ?? ''
    if (value === '' || value === own[name]) return []
    // An empty value in the settings takes the shell's away.
    if (own[name] !== undefined) return [{ kind: 'shell-ignored', effect: 'ignored', name, file: null }]
    return [second(name, null)]
  })
}

/** What Claude Code sends beside a token; beside a key it sends no other. */
function credentialsBeside(places: Places, own: Variables): readonly Conflict[] {
  const helper = [userSettingsFile(places), ...filesAbove(places)].findLast(
    (file) => typeof readSettings(file)['apiKeyHelper'] === 'string',
  )
  const hasHelper = helper !== undefined && readSettings(helper)['apiKeyHelper'] !== ''
  const login = loginFile(places)
  const hasLogin = typeof readSettings(login)['primaryApiKey'] === 'string'
  const isToken = (own['ANTHROPIC_AUTH_TOKEN'] ?? '') !== ''
  return [
    ...(hasHelper
      ? [{ kind: 'key-helper', effect: 'adds', name: 'apiKeyHelper', file: helper } as const]
      : []),
    ...(hasLogin && isToken
      ? [{ kind: 'log-in', effect: 'adds', name: 'primaryApiKey', file: login } as const]
      : []),
  ]
}

const isOfThisMachine = (url: string): boolean => URL.canParse(url) && isLoopbackName(new URL(url).hostname)

/** Whichever of them is set, it takes requests of both kinds. */
const PROXIES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY']

function proxied(layers: readonly Layer[], url: string): readonly Conflict[] {
  const variables: Variables = Object.assign({}, ...layers.map((layer) => layer.variables)) as Variables
  const name = PROXIES.find((one) => (variables[one] ?? '') !== '')
  const { NO_PROXY: upper = '', no_proxy: lower = '' } = variables
  if (name === undefined || isSpared(lower || upper, new URL(url))) return []
  const file = layers.findLast((layer) => layer.variables[name] !== undefined)?.file ?? null
  return [{ kind: 'no-proxy', effect: 'wins', name, file }]
}

/** By its name alone: `localhost` does not stand for 127.0.0.1. */
function isSpared(list: string, { host, hostname }: URL): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '')
  return list
    .split(/[\s,]+/)
    .some((one) => one === '*' || one === host || one === bare || isInNetwork(bare, one))
}

function isInNetwork(address: string, network: string): boolean {
  const [, base = '', bits = ''] = /^([\d.]+)\/(\d+)$/.exec(network) ?? []
  if (isIP(address) !== 4 || isIP(base) !== 4 || Number(bits) > 32) return false
  const networks = new BlockList()
  networks.addSubnet(base, Number(bits))
  return networks.check(address)
}
