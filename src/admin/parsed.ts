import * as v from 'valibot'

/** The JSON in a text, when it is of that shape; null otherwise. */
export function parsed<T>(shape: v.GenericSchema<unknown, T>, text: string): T | null {
  try {
    const result = v.safeParse(shape, JSON.parse(text))
    return result.success ? result.output : null
  } catch {
    return null
  }
}
