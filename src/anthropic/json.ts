/** Reading JSON that came from outside: what is not there, or is of another type, is empty. */
export type JsonObject = Readonly<Record<string, unknown>>

/** The object that a text holds, or null when it holds anything else. */
export function parseObject(text: string): JsonObject | null {
  try {
    return asObject(JSON.parse(text))
  } catch {
    return null
  }
}

export const asObject = (value: unknown): JsonObject | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null

export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
