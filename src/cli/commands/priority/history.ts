import type { Context } from '../../context.ts'
import { localTime } from '../../../views/local-time.ts'
import { printJson } from '../../report.ts'
import type { PriorityHistoryShape } from '../../shapes/priority.ts'
import { printTable } from '../../table.ts'
import { placeText, switchReason } from '../../../views/switch-text.ts'
import { switchView } from '../../../views/tiers-view.ts'

export interface PriorityHistoryFlags {
  /** How many of the newest ones. */
  readonly count: number
}

/** The switches on record, the newest first: from where to where, by what cause, and what was seen. */
export async function priorityHistory(context: Context, { count }: PriorityHistoryFlags): Promise<void> {
  const { json, output, say } = context
  // What has just happened may not be written yet.
  const running = await context.proxy()
  await running?.settle()
  const history = await context.keptHistory()
  const switches = (await history?.switches.newest(count)) ?? []
  if (json) return printJson<PriorityHistoryShape>(context, { switches: switches.map(switchView) })
  if (switches.length === 0) return void output.note(say('priority.history.none'))
  const titles = [
    say('title.when'),
    say('title.from'),
    say('title.to'),
    say('title.cause'),
    say('title.reason'),
  ]
  const rows = switches.map((one) => [
    localTime(one.at),
    placeText(one.from, say),
    placeText(one.to, say),
    say(`cause.${one.cause}`),
    switchReason(one, say) || '-',
  ])
  await printTable(output, titles, rows)
}
