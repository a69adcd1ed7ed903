import { isReused, type EndpointRule } from '../../../core/config/document.ts'
import { BUILT_IN_RULES, type Rule } from '../../../core/rules.ts'
import { configurationOf } from '../../apply.ts'
import { conditionText } from '../../condition-text.ts'
import type { Context } from '../../context.ts'
import { printJson } from '../../report.ts'
import type { ConfigRulesShape } from '../../shapes/config-rules.ts'
import { printTable } from '../../table.ts'

type Row = ConfigRulesShape['rules'][number]

/** What a refusal means: the built-in table, whose first row that fits decides, and what endpoints have before it. */
export async function configRules(context: Context): Promise<void> {
  const { json, output, say } = context
  const { document } = await configurationOf(context)
  const rules = BUILT_IN_RULES.map(rowOf)
  const endpoints = document.profiles.flatMap((profile) =>
    profile.endpoints.flatMap((entry) => {
      const own = isReused(entry) ? [] : (entry.rules ?? [])
      const name = `${profile.name}/${entry.name}`
      return own.length === 0 ? [] : [{ name, rules: own.map((rule) => rowOf(asRule(rule))) }]
    }),
  )
  if (json) return printJson<ConfigRulesShape>(context, { rules, endpoints })
  const titles = [say('title.outcome'), say('title.refusal')]
  await printTable(output, titles, rules.map(cells))
  for (const { name, rules: own } of endpoints) {
    output.data('')
    output.data(output.heading(name))
    await printTable(output, titles, own.map(cells))
  }
  output.note(say('config.rules-note'))
}

/** As a person wrote it. */
const asRule = ({ outcome, pattern, status, type }: EndpointRule): Rule => ({
  statuses: status === undefined ? [] : [status].flat(),
  types: type === undefined ? [] : [type],
  pattern: pattern ?? null,
  verdict: outcome,
})

const rowOf = ({ pattern, statuses, types, verdict }: Rule): Row => ({
  statuses: statuses.map((one) => {
    const [from, to] = typeof one === 'number' ? [one, one] : one
    return { from, to }
  }),
  types: [...types],
  pattern: pattern instanceof RegExp ? readable(pattern) : pattern,
  outcome: verdict,
})

const cells = ({ outcome, pattern, statuses, types }: Row): readonly string[] => [
  outcome,
  conditionText({
    status: statuses.map(({ from, to }) => (from === to ? from : `${String(from)}–${String(to)}`)),
    type: types.join(', '),
    pattern: pattern ?? undefined,
  }),
]

/** As it is written in the sources: the bundler writes some of its signs as escapes. */
const readable = ({ source }: RegExp): string =>
  source.replace(/\\u([\da-f]{4})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
