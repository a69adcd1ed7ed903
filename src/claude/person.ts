/** Reads what Claude Code would go by without us. Nothing here is ever written. */
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parse } from 'jsonc-parser'
import type { Json } from '../core/json.ts'
import type { Person } from './environment.ts'
import { isObject, type GivenSettings, type JsonObject } from './merged-settings.ts'
import type { Variables } from './target.ts'

/** Where Claude Code looks for what it goes by. */
export interface Places {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The folder in which it is started. */
  readonly cwd: string
  /** The person's own folder. */
  readonly userFolder: string
  readonly platform: NodeJS.Platform
  /** Settings of an administrator, which win over all others. */
  readonly managedFile: string
}

/** Where an administrator's settings lie. Source: https://code.claude.com/docs/en/settings#settings-files. */
export function managedFileOf(platform: NodeJS.Platform): string {
  if (platform === 'darwin') return '/Library/Application Support/ClaudeCode/managed-settings.json'
  if (platform === 'win32') return 'C:\\Program Files\\ClaudeCode\\managed-settings.json'
  return '/etc/claude-code/managed-settings.json'
}

/** The person's own settings. */
export const userSettingsFile = (places: Places): string =>
  resolve(places.cwd, configFolder(places), 'settings.json')

/** Those of a run in this folder: the person's, the project's, and what they gave for this run. */
export function personAt(places: Places, given: GivenSettings | null): Person {
  const { cwd, env } = places
  const files = [
    userSettingsFile(places),
    join(cwd, '.claude', 'settings.json'),
    join(cwd, '.claude', 'settings.local.json'),
  ]
  const layers = [...files.map(readSettings), given?.settings ?? {}]
  const models = layers.flatMap(({ model }) => (typeof model === 'string' ? [model] : []))
  return {
    variables: Object.assign({}, definedIn(env), ...layers.map(variablesOf)) as Variables,
    model: models.at(-1) ?? null,
    mayBeLoggedIn: mayBeLoggedIn(places),
  }
}

/** Variables that an administrator set, which no run can change. */
export const managedVariables = ({ managedFile }: Places): Variables => variablesOf(readSettings(managedFile))

/** The settings in a file; none where there are none that make sense, of which Claude Code itself complains. */
export function readSettings(file: string): JsonObject {
  try {
    return parsedSettings(readFileSync(file, 'utf8')) ?? {}
  } catch {
    return {}
  }
}

/** What a file sets, also where Claude Code takes nothing of it for a comment or a comma too many. */
export function setIn(file: string): JsonObject {
  try {
    const settings = parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')) as Json | undefined
    return isObject(settings) ? settings : {}
  } catch {
    return {}
  }
}

/** Null when the text is no object in JSON. */
export function parsedSettings(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text.replace(/^\uFEFF/, '')) as Json
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** The variables that settings set. */
export function variablesOf({ env }: JsonObject): Variables {
  if (!isObject(env)) return {}
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      typeof value === 'object' ? [] : [[name, String(value)] as const],
    ),
  )
}

const configFolder = ({ env, userFolder }: Places): string =>
  (env['CLAUDE_CONFIG_DIR'] ?? '') || join(userFolder, '.claude')

/** Claude Code keeps the key of a log-in in its own file, on macOS in the keychain, into which nobody looks here. */
function mayBeLoggedIn(places: Places): boolean {
  if (places.platform === 'darwin') return true
  return typeof readSettings(loginFile(places))['primaryApiKey'] === 'string'
}

/** Where Claude Code keeps the key of a log-in, but for macOS. */
export const loginFile = ({ env, userFolder }: Places): string =>
  join((env['CLAUDE_CONFIG_DIR'] ?? '') || userFolder, '.claude.json')

const definedIn = (env: Readonly<Record<string, string | undefined>>): Variables =>
  Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined))
