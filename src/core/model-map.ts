import { fitsPattern } from './pattern.ts'

/** Names of models as clients ask for them, and as an endpoint knows them. In the former `*` stands for any text. */
export type ModelMap = Readonly<Record<string, string>>

/** The name that `model` is sent as. Its own entry goes before patterns, and of those the first that fits decides. */
export function mappedModel(map: ModelMap, model: string): string {
  if (Object.hasOwn(map, model)) return map[model] ?? model
  const pattern = Object.keys(map).find((name) => name.includes('*') && fitsPattern(name, model))
  return pattern === undefined ? model : (map[pattern] ?? model)
}
