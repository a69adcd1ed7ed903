/** Rows of one table in a dump of SQLite, read as text: a stranger's SQL is not run. */
import type { Json } from '../json.ts'

type Row = Readonly<Record<string, Json>>

/** Every row that the dump inserts into `table`; columns that hold bytes are null. */
export function sqlRows(dump: string, table: string): readonly Row[] {
  return statementsOf(dump).flatMap((statement) => {
    const [head, into, columns = ''] = /^\s*INSERT INTO "([^"]+)" \(([^)]*)\) VALUES /.exec(statement) ?? []
    if (head === undefined || into !== table) return []
    const names = columns.split(',').map((name) => name.trim().replace(/^"|"$/g, ''))
    return tuplesOf(statement.slice(head.length)).map((values) =>
      Object.fromEntries(names.map((name, at) => [name, values[at] ?? null])),
    )
  })
}

/** Parted by semicolons outside of texts, names and comments. A doubled quote ends a text and begins the next. */
function statementsOf(dump: string): readonly string[] {
  const statements: string[] = []
  let from = 0
  for (const { 0: part, index } of dump.matchAll(/'[^']*'|"[^"]*"|--[^\n]*\n?|;/g)) {
    if (part.startsWith('--') && dump.slice(from, index).trim() === '') from = index + part.length
    if (part !== ';') continue
    statements.push(dump.slice(from, index))
    from = index + 1
  }
  return statements
}

const VALUE =
  /\s*(?:'([^']*(?:''[^']*)*)'|NULL|(-?\d[\d.eE+-]*)|(?:CAST\()?X'[0-9A-Fa-f]*'(?: AS TEXT\))?)\s*([,)])/y

/** Up to the first thing that is no value. */
function tuplesOf(text: string): readonly (readonly Json[])[] {
  const tuples: Json[][] = []
  let tuple: Json[] = []
  VALUE.lastIndex = text.indexOf('(') + 1
  for (let found = VALUE.exec(text); found !== null; found = VALUE.exec(text)) {
    const [whole, quoted, number, end] = found
    const plain = number === undefined ? null : Number(number)
    tuple.push(quoted === undefined ? plain : quoted.replaceAll("''", "'"))
    if (end !== ')') continue
    tuples.push(tuple)
    tuple = []
    const next = text.indexOf('(', found.index + whole.length)
    if (next === -1) break
    VALUE.lastIndex = next + 1
  }
  return tuples
}
