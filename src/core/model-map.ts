import { fitsPattern } from './pattern.ts'

/** Names of models as clients ask for them, and as an endpoint knows them. In the former `*` stands for any text. */
export type ModelMap = Readonly<Record<string, string>>

/** The name that `model` is sent as. Its own entry goes before patterns, and of those the first that fits decides. */
export function mappedModel(map: ModelMap, model: string): string {
  const names = Object.keys(map)
  const isPatternOf = (name: string): boolean => name.includes('*') && fitsPattern(name, model)
  const name = names.includes(model) ? model : names.find(isPatternOf)
  return name === undefined ? model : (map[name] ?? model)
}
