import type { Json } from '../core/json.ts'
import type { Variables } from './target.ts'

export type JsonObject = Readonly<Record<string, Json>>

/** Settings that a person gave for this run, and the folder of the file that they stand in; null where they stood in none. */
export interface GivenSettings {
  readonly settings: JsonObject
  readonly folder: string | null
}

/**
 * The settings of a run: what the person gave, with ours over it, key by key.
 * An empty helper keeps the person's own from adding its key to every request.
 */
export function mergedSettings(given: GivenSettings | null, variables: Variables): JsonObject {
  const { folder = null, settings = {} } = given ?? {}
  const { env, permissions } = settings
  return {
    ...settings,
    ...(isObject(permissions) && folder !== null
      ? { permissions: anchoredPermissions(permissions, folder) }
      : {}),
    apiKeyHelper: '',
    env: { ...(isObject(env) ? env : {}), ...variables },
  }
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * A rule's path that begins with one slash is meant from the folder of its
 * file, and with two from the root; ours lies in another folder.
 * Source: https://code.claude.com/docs/en/permissions#read-and-edit.
 */
function anchoredPermissions(permissions: JsonObject, folder: string): JsonObject {
  const fromRoot = folder.replace(/^([A-Za-z]):/, (_, drive: string) => `/${drive.toLowerCase()}`)
  const base = `/${fromRoot.replaceAll('\\', '/').replace(/\/$/, '')}`
  const anchored = (rule: Json): Json =>
    typeof rule === 'string' ? rule.replace(/^([A-Z][A-Za-z]*)\(\/(?=[^/])/, pathTool(base)) : rule
  return Object.fromEntries(
    Object.entries(permissions).map(([key, value]) => [
      key,
      Array.isArray(value) ? value.map(anchored) : value,
    ]),
  )
}

/** Tools whose rules are about paths. */
const PATH_TOOLS = ['Read', 'Edit', 'Write', 'MultiEdit', 'NotebookEdit', 'Glob', 'Grep', 'LS']

const pathTool =
  (base: string) =>
  (beginning: string, tool: string): string =>
    PATH_TOOLS.includes(tool) ? `${tool}(${base}/` : beginning
