import type { ForeignProgram } from '../core/foreign/found.ts'
import type { Json } from '../core/json.ts'

/** Set-ups of other programs. Nothing there is ever changed. */
export interface ForeignFiles {
  /** Where a program keeps its own, the newest form first; each need not be there. */
  placesOf(program: ForeignProgram): readonly string[]
  /** What is in a file; null where there is none. Throws `failed` where it cannot be read. */
  read(file: string): ForeignFile | null
}

export type ForeignFile =
  | { readonly kind: 'text'; readonly text: string }
  /** A database: the rows of those of its tables that are known here. */
  | { readonly kind: 'tables'; readonly tables: Readonly<Record<string, readonly ForeignRow[]>> }

/** Columns by name; what is neither text nor number is null. */
export type ForeignRow = Readonly<Record<string, Json>>
