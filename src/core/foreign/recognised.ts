import type { Json } from '../json.ts'
import { ccSwitchRow, readCcSwitchConfig, readCcSwitchRows } from './cc-switch.ts'
import { readCcr } from './ccr.ts'
import { readClaudeSettings } from './claude-settings.ts'
import { readFastcc, readFastccPriority } from './fastcc.ts'
import type { Found, ForeignProgram } from './found.ts'
import { sqlRows } from './sql-rows.ts'

/** What is in a file, as text or as the tables of a database by name. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'tables'; readonly tables: Readonly<Record<string, readonly Row[]>> }

type Row = Readonly<Record<string, Json>>
type IsOwn = (url: string) => boolean

export interface Recognised {
  readonly program: ForeignProgram
  readonly found: Found
}

/**
 * What a file holds, as of `program`, or of whichever program it looks like;
 * null when it is none of theirs. `isOwn` tells whether a URL leads to QCC.
 */
export function recognised(
  content: Content,
  program: ForeignProgram | null,
  isOwn: IsOwn,
): Recognised | null {
  // Claude Code's settings may hold anything, so that they come last.
  const programs = program === null ? (['fastcc', 'ccr', 'cc-switch', 'claude'] as const) : [program]
  for (const one of programs) {
    const found =
      content.kind === 'text' ? inText(one, content.text, isOwn) : inTables(one, content.tables, isOwn)
    if (found !== null) return { program: one, found }
  }
  return null
}

function inText(program: ForeignProgram, text: string, isOwn: IsOwn): Found | null {
  switch (program) {
    case 'claude':
      return readClaudeSettings(text, isOwn)
    case 'fastcc':
      return readFastcc(text) ?? readFastccPriority(text)
    case 'ccr':
      return readCcr(text)
    case 'cc-switch':
      return isDump(text) ? inRows(sqlRows(text, 'providers'), isOwn) : readCcSwitchConfig(text, isOwn)
  }
}

/** Its export says so in its first line. */
const isDump = (text: string): boolean => /^\uFEFF?-- CC Switch/.test(text)

const inRows = (rows: readonly Row[], isOwn: IsOwn): Found =>
  readCcSwitchRows(
    rows.map((row) => ccSwitchRow((column) => row[column] ?? null)),
    isOwn,
  )

function inTables(
  program: ForeignProgram,
  { app_config: config, providers }: Readonly<Record<string, readonly Row[]>>,
  isOwn: IsOwn,
): Found | null {
  if (program === 'cc-switch' && providers !== undefined) return inRows(providers, isOwn)
  if (program !== 'ccr') return null
  const text = config?.find(({ key }) => key === 'default')?.['value_json']
  return typeof text === 'string' ? readCcr(text) : null
}
