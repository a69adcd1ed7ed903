/**
 * Whether a model that names itself in an answer is the one that was asked
 * for. An alias is answered under its dated name, and vendors put their own
 * marks around a name; another version or size is another model.
 */
export function isSameModel(asked: string, named: string): boolean {
  return bareName(asked) === bareName(named)
}

/** In order: from `us.anthropic.claude-x-20250101-v1:0`, `vendor/claude-x:free`, `claude-x@20250101`, `claude-x-latest[1m]`. */
const MARKS: readonly (readonly [RegExp, string])[] = [
  [/\[[^\]]*\]$/, ''],
  [/^.*\//, ''],
  [/^(?:[a-z]+\.)?anthropic\./, ''],
  [/(?:-v\d+)?:[a-z0-9-]+$/, ''],
  [/-latest$/, ''],
  [/[-@](?:\d{8}|\d{4}-\d{2}-\d{2})$/, ''],
  [/[._]/g, '-'],
]

const bareName = (name: string): string =>
  MARKS.reduce((bare, [mark, by]) => bare.replace(mark, by), name.trim().toLowerCase())
