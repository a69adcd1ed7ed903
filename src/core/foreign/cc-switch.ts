/** cc-switch: its `config.json`, and since its version 3.8 rows of a database, which it exports as SQL. */
import type { Json } from '../json.ts'
import { endpointFromVariables } from './claude-variables.ts'
import type { Found, FoundProfile, LeftOut } from './found.ts'
import { isObject, listIn, looseJson, objectIn, textIn, type JsonObject } from './loose-json.ts'

/** One provider of one client, as its table `providers` has it. */
export interface CcSwitchRow {
  readonly client: string
  readonly name: string
  /** The settings that it writes for the client. */
  readonly settings: JsonObject
  readonly meta: JsonObject
  readonly notes: string
  readonly isCurrent: boolean
}

/** Clients whose providers `config.json` holds beside those of Claude Code. */
const OTHER_CLIENTS = [
  'claude-desktop',
  'codex',
  'gemini',
  'grokbuild',
  'opencode',
  'openclaw',
  'hermes',
  'pi',
]

/** Null when the text is no `config.json` of it. */
export function readCcSwitchConfig(text: string, isOwn: (url: string) => boolean): Found | null {
  const config = objectIn(looseJson(text) ?? undefined)
  // Its version 1 had only Claude Code's, at the top.
  const isFirst = isObject(config['providers']) && typeof config['current'] === 'string'
  const clients = isFirst ? { claude: config } : config
  const isIts = isObject(objectIn(clients['claude'])['providers'])
  if (!isIts) return null
  const rows = ['claude', ...OTHER_CLIENTS].flatMap((client) => rowsOf(client, objectIn(clients[client])))
  return readCcSwitchRows(rows, isOwn)
}

function rowsOf(client: string, { current, providers }: JsonObject): readonly CcSwitchRow[] {
  return Object.entries(objectIn(providers)).map(([id, value]) => {
    const { meta, name, notes, settingsConfig } = objectIn(value)
    return {
      ...{ client, name: textIn(name) || id, settings: objectIn(settingsConfig), meta: objectIn(meta) },
      ...{ notes: textIn(notes), isCurrent: current === id },
    }
  })
}

/** A row of its table, of which `at` gives the columns by name. */
export function ccSwitchRow(at: (column: string) => Json): CcSwitchRow {
  const json = (column: string): JsonObject => objectIn(looseJson(textIn(at(column))) ?? undefined)
  return {
    client: textIn(at('app_type')),
    name: textIn(at('name')) || textIn(at('id')),
    settings: json('settings_config'),
    meta: json('meta'),
    notes: textIn(at('notes')),
    isCurrent: at('is_current') === 1,
  }
}

export function readCcSwitchRows(rows: readonly CcSwitchRow[], isOwn: (url: string) => boolean): Found {
  const mine = rows.filter(({ client }) => client === 'claude')
  const others = rows.filter(({ client }) => client !== 'claude')
  const read = mine.map((row) => providerOf(row, isOwn))
  const current = mine.find(({ isCurrent }) => isCurrent)?.name
  return {
    profiles: read.flatMap(({ profile }) => profile ?? []),
    leftOut: [
      ...read.flatMap(({ leftOut }) => leftOut),
      ...others.map(({ client, name }): LeftOut => ({ what: name, why: 'other-client', more: client })),
    ],
    ...(current === undefined ? {} : { defaultProfile: current }),
  }
}

function providerOf(
  { meta, name, notes, settings }: CcSwitchRow,
  isOwn: (url: string) => boolean,
): { readonly profile: FoundProfile | null; readonly leftOut: readonly LeftOut[] } {
  const format = textIn(meta['apiFormat'])
  if (format !== '' && format !== 'anthropic') {
    return { profile: null, leftOut: [{ what: name, why: 'other-api', more: format }] }
  }
  const read = endpointFromVariables(name, objectIn(settings['env']), isOwn)
  if (read.kind === 'none') return { profile: null, leftOut: read.leftOut }
  const spare = [...Object.keys(objectIn(meta['custom_endpoints'])), ...listIn(meta['endpointCandidates'])]
  return {
    profile: { name, description: notes || undefined, endpoints: [read.endpoint] },
    leftOut: [
      ...read.leftOut,
      ...(spare.length === 0
        ? []
        : [{ what: name, why: 'no-counterpart', more: 'custom_endpoints' } as const]),
    ],
  }
}
