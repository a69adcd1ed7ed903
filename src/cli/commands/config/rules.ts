import { BUILT_IN_RULES } from '../../../core/rules.ts'
import { conditionText } from '../../condition-text.ts'
import type { Context } from '../../context.ts'
import { printJson } from '../../report.ts'
import type { ConfigRulesShape } from '../../shapes/config-rules.ts'
import { printTable } from '../../table.ts'

/** The built-in table of what a refusal means; the first row that fits decides. */
export async function configRules(context: Context): Promise<void> {
  const { json, output, say } = context
  const rules = BUILT_IN_RULES.map(({ pattern, statuses, types, verdict }) => ({
    statuses: statuses.map((one) => {
      const [from, to] = typeof one === 'number' ? [one, one] : one
      return { from, to }
    }),
    types: [...types],
    pattern: pattern instanceof RegExp ? pattern.source : pattern,
    outcome: verdict,
  }))
  if (json) return printJson<ConfigRulesShape>(context, { rules })
  const rows = rules.map(({ outcome, pattern, statuses, types }) => [
    outcome,
    conditionText({
      status: statuses.map(({ from, to }) => (from === to ? from : `${String(from)}–${String(to)}`)),
      type: types.join(', '),
      pattern: pattern ?? undefined,
    }),
  ])
  await printTable(output, [say('title.outcome'), say('title.refusal')], rows)
  output.note(say('config.rules-note'))
}
