/** `use` and `undo`: variables in the person's own settings of Claude Code, and out of them again. */
import type { FileOperations } from './file-operations.ts'
import { findSettings, type FoundSettings, type SettingsRefusal } from './settings-file.ts'
import { rawVariables, withVariables, type RawVariables } from './settings-text.ts'
import { hashOfValue, undone, type Undone } from './undone.ts'
import { allJournals, hashOf, readJournal, type Journal, type Settled, type UseAbout } from './use-journal.ts'
import { conclude, isFinished, take, type Journals } from './use-step.ts'

/** What is to be in the settings. */
export interface UseWish {
  /** Values by the variables' names; null takes one out. */
  readonly variables: Readonly<Record<string, string | null>>
  readonly about: UseAbout
  /** Whether nothing is to be written. */
  readonly isDryRun: boolean
}

/** A variable that is, or would be, another one afterwards; null where there is none. */
export interface VariableChange {
  readonly name: string
  readonly before: string | null
  readonly after: string | null
}

export type UseResult =
  | SettingsRefusal
  | {
      readonly kind: 'used'
      readonly file: string
      /** Whether there was no such file. */
      readonly isNew: boolean
      readonly changes: readonly VariableChange[]
    }

export type UndoResult =
  | SettingsRefusal
  | { readonly kind: 'nothing'; readonly file: string }
  | ({
      readonly kind: 'undone'
      readonly file: string
      readonly changes: readonly VariableChange[]
      /** Whether there is no such file afterwards. */
      readonly isRemoved: boolean
    } & Pick<Undone, 'how' | 'kept'>)

/** A step that was interrupted and is over now. */
export interface Healed {
  readonly file: string
  readonly what: 'use' | 'undo'
  readonly how: 'finished' | 'taken-back'
}

/** What is in force in a settings file. */
export interface InUse {
  readonly file: string
  readonly about: UseAbout
  readonly at: number
}

export interface ClaudeSettings {
  use(wish: UseWish): UseResult
  /** Undoes what is in force in `file`, else in the settings that Claude Code reads now. */
  undo(isDryRun: boolean, file?: string): UndoResult
  /** Ends what a crash has interrupted, in all settings files of this home. */
  heal(): readonly Healed[]
  /** What is in force, in all settings files of this home. */
  inUse(): readonly InUse[]
}

export interface SettingsParts extends Journals {
  /** The settings that Claude Code reads now. */
  readonly file: string
  readonly files: FileOperations
  readonly now: () => number
  /** Takes the settings for this process; null while another one has them. */
  readonly hold: () => { release(): void } | null
}

export const claudeSettings = (parts: SettingsParts): ClaudeSettings => ({
  use: (wish) =>
    told(parts.file, () => (wish.isDryRun ? use(parts, wish) : held(parts, () => use(parts, wish)))),
  undo: (isDryRun, file = parts.file) => {
    const at = { ...parts, file }
    return told(file, () => (isDryRun ? undo(at, true) : held(at, () => undo(at, false))))
  },
  heal: () =>
    allJournals(parts.files, parts.folder).some(isPending) ? (held(parts, () => healed(parts)) ?? []) : [],
  inUse: () =>
    allJournals(parts.files, parts.folder).flatMap((journal) => {
      const settled = settledOf(parts, journal)
      return settled === null ? [] : [{ file: journal.file, about: settled.about, at: settled.at }]
    }),
})

const isPending = ({ pending }: Journal): boolean => pending !== null

/** What it comes to; what keeps it from being tried at all is a refusal. */
function told<T>(file: string, action: () => T | null): T | SettingsRefusal {
  const refused = (why: SettingsRefusal['why']): SettingsRefusal => ({ kind: 'refused', file, why })
  try {
    return action() ?? refused({ kind: 'busy' })
  } catch (error) {
    return refused({ kind: 'not-tried', why: (error as Error).message })
  }
}

function held<T>({ files, folder, hold }: SettingsParts, action: () => T): T | null {
  files.mkdirSync(folder, { recursive: true, mode: 0o700 })
  const mine = hold()
  try {
    return mine === null ? null : action()
  } finally {
    mine?.release()
  }
}

function healed(parts: SettingsParts): readonly Healed[] {
  return allJournals(parts.files, parts.folder).flatMap((journal) => {
    const { file, pending } = journal
    if (pending === null) return []
    return [{ file, what: pending.what, how: conclude(parts, journal, pending) }]
  })
}

function use(parts: SettingsParts, wish: UseWish): UseResult {
  const { file, files } = parts
  if (!wish.isDryRun) healed(parts)
  const found = findSettings(files, file)
  if (found.kind === 'refused') return found
  const settled = settledIn(parts)
  const { after, base, raws } = planned(found, settled, wish.variables)
  const names = new Set([...Object.keys(wish.variables), ...Object.keys(settled?.set ?? {})])
  const changes = changesOf([...names], found.text, after.toString('utf8'))
  const used = { kind: 'used', file, isNew: found.bytes === null, changes } as const
  const isThereAlready = settled === null && base?.equals(after) === true
  if (wish.isDryRun || isThereAlready) return used
  const next: Settled = {
    ...{ about: wish.about, at: parts.now(), original: base?.toString('base64') ?? null },
    ...{ written: hashOf(after), set: hashesOf(raws), madeFolders: foldersMade(found, settled) },
  }
  return take(parts, { what: 'use', found, settled, after, next }) ?? used
}

/** By this use, or else by the one before it. */
const foldersMade = ({ missingFolders }: FoundSettings, settled: Settled | null): readonly string[] =>
  missingFolders.length > 0 ? missingFolders : (settled?.madeFolders ?? [])

interface Plan {
  /** What an undo would leave now, so that undoing a second use undoes both; null for no file. */
  readonly base: Buffer | null
  readonly after: Buffer
  readonly raws: RawVariables
}

function planned({ bytes }: FoundSettings, settled: Settled | null, variables: UseWish['variables']): Plan {
  const base = settled === null ? bytes : undone(bytes, settled).bytes
  const text = base?.toString('utf8') ?? ''
  const there = rawVariables(text, Object.keys(variables))
  const wanted = Object.entries(variables).filter(([name, value]) => value !== null || there[name] !== null)
  const raws = Object.fromEntries(
    wanted.map(([name, value]) => [name, value === null ? null : JSON.stringify(value)]),
  )
  return { base, raws, after: Buffer.from(withVariables(text, raws)) }
}

const hashesOf = (raws: RawVariables): RawVariables =>
  Object.fromEntries(
    Object.entries(raws).map(([name, raw]) => [name, raw === null ? null : hashOfValue(raw)]),
  )

function undo(parts: SettingsParts, isDryRun: boolean): UndoResult {
  const { file, files } = parts
  if (!isDryRun) healed(parts)
  const settled = settledIn(parts)
  if (settled === null) return { kind: 'nothing', file }
  const found = findSettings(files, file)
  if (found.kind === 'refused') return found
  const { bytes, how, kept } = undone(found.bytes, settled)
  const changes = changesOf(Object.keys(settled.set), found.text, bytes?.toString('utf8') ?? '')
  const isRemoved = bytes === null && found.bytes !== null
  const result = { kind: 'undone', file, how, kept, changes, isRemoved } as const
  if (isDryRun) return result
  return take(parts, { what: 'undo', found, settled, after: bytes, next: null }) ?? result
}

function settledIn(parts: SettingsParts): Settled | null {
  const journal = readJournal(parts.files, parts.folder, parts.file)
  return journal === null ? null : settledOf(parts, journal)
}

/** Also while a step waits to be healed. */
function settledOf({ files }: SettingsParts, { file, pending, settled }: Journal): Settled | null {
  return pending !== null && isFinished(files, file, settled, pending) ? pending.next : settled
}

function changesOf(names: readonly string[], before: string, after: string): readonly VariableChange[] {
  const [was, is] = [rawVariables(before, names), rawVariables(after, names)]
  return names
    .filter((name) => was[name] !== is[name])
    .map((name) => ({ name, before: valueOf(was[name]), after: valueOf(is[name]) }))
}

function valueOf(raw: string | null | undefined): string | null {
  if (raw === null || raw === undefined) return null
  try {
    const value: unknown = JSON.parse(raw)
    return typeof value === 'string' ? value : raw
  } catch {
    return raw
  }
}
