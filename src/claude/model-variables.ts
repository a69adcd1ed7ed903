/**
 * Claude Code without the proxy asks for models by itself, so an endpoint's map
 * has to be said in its variables. Source: https://code.claude.com/docs/en/model-config.
 */
import { mappedModel, type ModelMap } from '../core/model-map.ts'
import { fitsPattern } from '../core/pattern.ts'
import type { Variables } from './target.ts'

/** Variables that name one model. */
const NAMING = ['ANTHROPIC_MODEL', 'ANTHROPIC_SMALL_FAST_MODEL', 'CLAUDE_CODE_SUBAGENT_MODEL'] as const

/** What stands for a whole family, whose newest model Claude Code would choose otherwise. */
const FAMILIES = {
  ANTHROPIC_DEFAULT_OPUS_MODEL: 'opus',
  ANTHROPIC_DEFAULT_SONNET_MODEL: 'sonnet',
  ANTHROPIC_DEFAULT_HAIKU_MODEL: 'haiku',
} as const

interface Chosen {
  /** What the person's variables say. */
  readonly variables: Variables
  /** The `model` of their settings; null without one. */
  readonly model: string | null
}

interface ModelVariables {
  readonly variables: Variables
  /** Entries of the map that no variable can say. */
  readonly unsaid: readonly string[]
}

/**
 * What the map comes to: a model that the person chose becomes the one that it
 * is sent as; a family becomes one where all of its models in the map are sent
 * as the same. Nothing else is changed.
 */
export function modelVariables(map: ModelMap, chosen: Chosen): ModelVariables {
  const sentAs = (name: string | null): string | null => {
    const to = name === null ? null : mappedModel(map, name)
    return to === name ? null : to
  }
  const variables: Record<string, string> = {}
  const said = new Set<string>()
  const say = (variable: string, from: readonly string[], to: string): void => {
    variables[variable] = to
    for (const name of from) said.add(name)
  }
  for (const variable of [...NAMING, ...Object.keys(FAMILIES)]) {
    const name = theirs(chosen, variable)
    const to = sentAs(name)
    if (name !== null && to !== null) say(variable, [name], to)
  }
  for (const [variable, family] of Object.entries(FAMILIES)) {
    const names = namesOf(map, family)
    const [to, ...others] = new Set(names.map((name) => map[name]))
    if (theirs(chosen, variable) === null && to !== undefined && others.length === 0) say(variable, names, to)
  }
  return { variables, unsaid: Object.keys(map).filter((name) => !said.has(name)) }
}

/** The entries of a family; where it has none of its own, the pattern that stands for it, too. */
function namesOf(map: ModelMap, family: string): readonly string[] {
  const own = Object.keys(map).filter((name) => name.includes(family))
  if (own.length > 0) return own
  return Object.keys(map)
    .filter((name) => name.includes('*') && fitsPattern(name, `claude-${family}`))
    .slice(0, 1)
}

function theirs({ model, variables }: Chosen, variable: string): string | null {
  const own = variables[variable] ?? ''
  if (own !== '') return own
  return variable === 'ANTHROPIC_MODEL' ? model : null
}
