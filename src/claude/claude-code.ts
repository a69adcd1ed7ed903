import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Clock } from '../ports/clock.ts'
import { claudeSettings, type ClaudeSettings, type UseWish } from './claude-settings.ts'
import { configuredUrl, type ConfiguredUrl } from './configured-url.ts'
import { conflictsOf, DECIDING, type Conflict } from './conflicts.ts'
import { environmentFor, overlaid } from './environment.ts'
import { realFiles } from './file-operations.ts'
import { findProgram, type Program } from './find-program.ts'
import { launch, type End } from './launch.ts'
import { mergedSettings, type GivenSettings } from './merged-settings.ts'
import { modelVariables } from './model-variables.ts'
import {
  managedVariables,
  parsedSettings,
  personAt,
  setIn,
  userSettingsFile,
  variablesOf,
  type Places,
} from './person.ts'
import { splitArguments } from './settings-flag.ts'
import type { Target } from './target.ts'
import { writeTemporarySettings } from './temporary-settings.ts'
import { journalFolder } from './use-journal.ts'

/** Claude Code of this machine. */
export interface ClaudeCode {
  /** A run of `command` with these arguments, or why there cannot be one. Starts nothing. */
  prepare(command: string, args: readonly string[]): Prepared | NotPrepared
  /** Where the person's own settings lead; `proxyUrl` is where the proxy of this home is, null where none runs. */
  configuredUrl(proxyUrl: string | null): Promise<ConfiguredUrl>
  /** What `use` puts into the person's own settings. */
  readonly settings: ClaudeSettings
  /** What meets those settings as they are, or as they would be with these variables; null takes one out. */
  conflicts(wanted?: UseWish['variables']): readonly Conflict[]
  /** The program of that name, to be started as it is; null when there is none. */
  find(command: string): Found | null
}

/** Claude Code, found. */
export interface Found {
  /** Runs it to its end, on its own settings. */
  run(args: readonly string[]): Promise<End>
}

export interface Prepared {
  readonly kind: 'prepared'
  /** The program's file. */
  readonly file: string
  /** Models of the target's map that only the proxy could replace. */
  unsaidModels(target: Target): readonly string[]
  /** Runs it to its end. Its settings lie in a file meanwhile that nobody else may read. */
  run(target: Target): Promise<End>
}

export type NotPrepared =
  | { readonly kind: 'not-found'; readonly command: string }
  /** An administrator's settings lead elsewhere, and win over all that a run can say. */
  | { readonly kind: 'managed'; readonly file: string; readonly variable: string }
  | { readonly kind: 'no-settings-file'; readonly file: string }
  | { readonly kind: 'bad-settings' }

interface Parts {
  /** QCC's own folder. */
  readonly home: string
  readonly places: Places
  readonly clock: Clock
  /** Takes the person's settings for this process; null while another one has them. */
  readonly hold: () => { release(): void } | null
}

export const claudeCode = ({ clock, hold, home, places }: Parts): ClaudeCode => ({
  prepare: (command, args) => {
    const program = findProgram(command, places)
    if (program === null) return { kind: 'not-found', command }
    const variable = managedVariable(places)
    if (variable !== null) return { kind: 'managed', file: places.managedFile, variable }
    const split = splitArguments(args)
    const given = split.settings === null ? null : givenSettings(split.settings, places.cwd)
    if (given !== null && 'kind' in given) return given
    return prepared({ program, args: split.args, given, places, folder: join(home, 'claude') })
  },
  configuredUrl: (proxyUrl) => configuredUrl(places, proxyUrl, clock),
  settings: claudeSettings({
    ...{ file: userSettingsFile(places), files: realFiles, folder: journalFolder(home) },
    ...{ hold, now: () => clock.now() },
  }),
  conflicts: (wanted = {}) => {
    const set = { ...variablesOf(setIn(userSettingsFile(places))), ...wanted }
    const own = Object.entries(set).filter((entry): entry is [string, string] => entry[1] !== null)
    return conflictsOf(places, Object.fromEntries(own))
  },
  find: (command) => {
    const program = findProgram(command, places)
    if (program === null) return null
    const env = overlaid(places.env, {})
    return { run: (args) => launch({ file: program.file, args: [...program.before, ...args], env }) }
  },
})

interface Preparation {
  readonly program: Program
  readonly args: readonly string[]
  readonly given: GivenSettings | null
  readonly places: Places
  readonly folder: string
}

function prepared({ args, folder, given, places, program }: Preparation): Prepared {
  const person = personAt(places, given)
  return {
    kind: 'prepared',
    file: program.file,
    unsaidModels: (target) => (target.kind === 'proxy' ? [] : modelVariables(target.models, person).unsaid),
    run: async (target) => {
      const variables = environmentFor(target, person)
      const settings = writeTemporarySettings(folder, mergedSettings(given, variables))
      try {
        return await launch({
          file: program.file,
          args: [...program.before, '--settings', settings.file, ...args],
          env: overlaid(places.env, variables),
        })
      } finally {
        settings.remove()
      }
    },
  }
}

/** What an administrator may have set that a run would be wrong about. */
const managedVariable = (places: Places): string | null => {
  const set = managedVariables(places)
  return DECIDING.find((name) => (set[name] ?? '') !== '') ?? null
}

/** As Claude Code reads its flag: an object in JSON, or else a file. */
function givenSettings(text: string, cwd: string): GivenSettings | NotPrepared {
  const inline = /^\s*\{[^]*\}\s*$/.test(text) ? parsedSettings(text) : null
  if (inline !== null) return { settings: inline, folder: null }
  const file = resolve(cwd, text)
  try {
    const settings = parsedSettings(readFileSync(file, 'utf8'))
    return settings === null ? { kind: 'bad-settings' } : { settings, folder: dirname(file) }
  } catch {
    return { kind: 'no-settings-file', file }
  }
}
