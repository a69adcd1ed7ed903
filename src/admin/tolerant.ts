import * as v from 'valibot'

type Nested =
  | v.StrictObjectSchema<v.ObjectEntries, undefined>
  | v.ArraySchema<v.GenericSchema, undefined>
  | v.NullableSchema<v.GenericSchema, undefined>
  | v.VariantSchema<string, v.VariantOptions<string>, undefined>

/**
 * A shape for the answers of a proxy that may be newer than who asks it: what it does not know it passes over, at
 * every depth. An answer that lacks something, or says it in a word of its own, is still none.
 */
export function tolerant<T>(shape: v.GenericSchema<unknown, T>): v.GenericSchema<unknown, T> {
  return loosened(shape) as v.GenericSchema<unknown, T>
}

function loosened(shape: v.GenericSchema): v.GenericSchema {
  if ('pipe' in shape) {
    const [first, ...others] = shape.pipe as [v.GenericSchema, ...v.GenericPipeAction[]]
    return v.pipe(loosened(first), ...others)
  }
  const nested = shape as Nested
  switch (nested.type) {
    case 'strict_object': {
      const entries = Object.entries(nested.entries).map(([key, one]) => [key, loosened(one)])
      return v.object(Object.fromEntries(entries) as v.ObjectEntries)
    }
    case 'array':
      return v.array(loosened(nested.item))
    case 'nullable':
      return v.nullable(loosened(nested.wrapped))
    case 'variant':
      return v.variant(nested.key, nested.options.map(loosened) as unknown as v.VariantOptions<string>)
    default:
      return shape
  }
}
