/**
 * The variables of a settings file, read and changed where they stand: every
 * other byte stays. `modify` of jsonc-parser formats what is around a change
 * and changes the first of two equal keys, of which the last counts; so only
 * its reading is used, and the three kinds of edits are made here.
 */
import { parseTree, printParseErrorCode, type Node, type ParseError, type ParseOptions } from 'jsonc-parser'
import { inserted } from './insert-property.ts'
import { removed } from './remove-property.ts'

/** The text of a value as it stands there, by the variable's name; null where there is none. */
export type RawVariables = Readonly<Record<string, string | null>>

/** Why a text is not taken for settings. */
export type TextFault =
  /** `line` counts from 1, and so does `column`. */
  | { readonly kind: 'no-json'; readonly line: number; readonly column: number; readonly why: string }
  | { readonly kind: 'no-object' }
  /** `env` is there and holds something else than variables. */
  | { readonly kind: 'env-no-object' }

/** What is wrong with a text, comments and trailing commas aside; null when its variables can be changed. */
export function textFault(text: string): TextFault | null {
  if (isBlank(text)) return null
  const errors: ParseError[] = []
  const root = treeOf(bodyOf(text), errors, { allowTrailingComma: true })
  const [error] = errors
  if (error !== undefined) {
    const why = printParseErrorCode(error.error)
    return { kind: 'no-json', ...placeOf(bodyOf(text), error.offset), why }
  }
  if (root?.type !== 'object') return { kind: 'no-object' }
  const env = lastProperty(root, 'env')
  return env !== null && env.value.type !== 'object' ? { kind: 'env-no-object' } : null
}

/** Where Claude Code stops reading, which takes neither comments nor trailing commas; null when it reads it all. */
export function strictFault(text: string): { readonly line: number; readonly column: number } | null {
  if (isBlank(text)) return null
  const errors: ParseError[] = []
  treeOf(bodyOf(text), errors, { allowTrailingComma: false, disallowComments: true })
  const [error] = errors
  return error === undefined ? null : placeOf(bodyOf(text), error.offset)
}

/** The text of these variables' values; the text must have no fault. */
export function rawVariables(text: string, names: readonly string[]): RawVariables {
  const env = envOf(text)
  const raw = (name: string): string | null => {
    const property = env === null ? null : lastProperty(env, name)
    return property === null ? null : textOf(bodyOf(text), property.value)
  }
  return Object.fromEntries(names.map((name) => [name, raw(name)]))
}

/** Whether the text has an `env`. */
export const hasEnv = (text: string): boolean => envOf(text) !== null

/** The text with these values in their places, and without those that are null. */
export function withVariables(text: string, wanted: RawVariables): string {
  const mark = markOf(text)
  const start = isBlank(text) ? '{}\n' : bodyOf(text)
  return mark + Object.entries(wanted).reduce((body, [name, raw]) => withVariable(body, name, raw), start)
}

/** The text without an `env` that holds nothing. */
export function withoutEmptyEnv(text: string): string {
  const env = envOf(text)
  const root = rootOf(bodyOf(text))
  const property = root === null ? null : lastProperty(root, 'env')
  if (env === null || root === null || property === null || (env.children ?? []).length > 0) return text
  return markOf(text) + removed(bodyOf(text), root, property.node)
}

/** Whether nothing is left of it but an empty object. */
export const isEmptyObject = (text: string): boolean => /^\s*\{\s*\}\s*$/.test(bodyOf(text))

function withVariable(body: string, name: string, raw: string | null): string {
  const root = rootOf(body)
  if (root === null) return body
  const env = lastProperty(root, 'env')
  if (env === null) {
    return raw === null ? body : withVariable(inserted(body, root, 'env', '{}'), name, raw)
  }
  const property = lastProperty(env.value, name)
  if (property === null) return raw === null ? body : inserted(body, env.value, name, raw)
  if (raw === null) return withVariable(removed(body, env.value, property.node), name, null)
  const { length, offset } = property.value
  return body.slice(0, offset) + raw + body.slice(offset + length)
}

interface Property {
  readonly node: Node
  readonly value: Node
}

/** Of equal keys the last one counts. */
function lastProperty(object: Node, key: string): Property | null {
  const node = (object.children ?? []).findLast(({ children }) => children?.[0]?.value === key)
  const value = node?.children?.[1]
  return node === undefined || value === undefined ? null : { node, value }
}

/** What is nested so deep that the parser, which calls itself for each level, gives up is a fault like others. */
function treeOf(body: string, errors: ParseError[], options: ParseOptions): Node | undefined {
  try {
    return parseTree(body, errors, options)
  } catch {
    errors.push({ error: INVALID_SYMBOL, offset: 0, length: 0 })
    return undefined
  }
}

/** `ParseErrorCode.InvalidSymbol`, an enum of which only the types are here. */
const INVALID_SYMBOL = 1

const rootOf = (body: string): Node | null => {
  const root = treeOf(body, [], { allowTrailingComma: true })
  return root?.type === 'object' ? root : null
}

function envOf(text: string): Node | null {
  const root = rootOf(bodyOf(text))
  const env = root === null ? null : lastProperty(root, 'env')
  return env?.value.type === 'object' ? env.value : null
}

const MARK = '\uFEFF'
const markOf = (text: string): string => (text.startsWith(MARK) ? MARK : '')
const bodyOf = (text: string): string => text.slice(markOf(text).length)
const isBlank = (text: string): boolean => bodyOf(text).trim() === ''
const textOf = (body: string, { length, offset }: Node): string => body.slice(offset, offset + length)

function placeOf(body: string, offset: number): { readonly line: number; readonly column: number } {
  const lines = body.slice(0, offset).split(/\r\n|\r|\n/)
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 }
}
