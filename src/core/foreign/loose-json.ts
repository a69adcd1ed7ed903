import type { Json } from '../json.ts'

export type JsonObject = Readonly<Record<string, Json>>

/** JSON as people keep it: perhaps with a mark of the byte order, comments, and commas before closing brackets. Null when it is none. */
export function looseJson(text: string): Json | null {
  const plain = text.replace(/^\uFEFF/, '')
  return parsed(plain) ?? parsed(withoutComments(plain))
}

function parsed(text: string): Json | null {
  try {
    return JSON.parse(text) as Json
  } catch {
    return null
  }
}

/**
 * Texts come first in the pattern, so that nothing in one is taken for a comment. What has no end goes to the end of
 * all, so that its end is looked for once.
 */
function withoutComments(text: string): string {
  const bare = text.replace(/"(?:\\.|[^"\\])*(?:"|\\?$)|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/g, (part) =>
    part.startsWith('"') ? part : ' ',
  )
  return bare.replace(/"(?:\\.|[^"\\])*(?:"|\\?$)|,(?=\s*[}\]])/g, (part) => (part === ',' ? '' : part))
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
export const listIn = (value: Json | undefined): readonly Json[] =>
  Array.isArray(value) ? (value as readonly Json[]) : []
/** Without spaces around it; empty when it is no text. */
export const textIn = (value: Json | undefined): string => (typeof value === 'string' ? value.trim() : '')
export const numberIn = (value: Json | undefined): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) ? value : undefined
