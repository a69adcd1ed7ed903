import { AppError } from '../../errors/app-error.ts'
import type { ExitCode } from '../../errors/failures.ts'
import type { Trail } from '../../ports/trail.ts'
import type { Context } from '../context.ts'
import { printJson } from '../report.ts'
import type { ExplainShape } from '../../views/shapes/explain.ts'
import { trailLines } from '../../views/trail-text.ts'
import { pricedTrail } from '../../views/priced-trail.ts'

/** The newest one. */
const LAST = 'last'
/** Characters of an id. */
const WHOLE = 36

export interface ExplainFlags {
  /** The file for what the proxy's last decisions were made from. */
  readonly save?: string
  /** Such a file, whose decisions are made again. */
  readonly replay?: string
}

/** The trail of one request: who was eligible, who was asked, and how it ended. */
export async function explain(
  context: Context,
  named: string | undefined,
  flags: ExplainFlags,
): Promise<ExitCode> {
  if (flags.replay !== undefined) {
    return (await import('./explain-flight.ts')).replayFlight(context, flags.replay)
  }
  if (flags.save !== undefined) await (await import('./explain-flight.ts')).saveFlight(context, flags.save)
  else await explainRequest(context, named ?? LAST)
  return 0
}

async function explainRequest(context: Context, named: string): Promise<void> {
  const { json, output, say } = context
  const trail = await trailOf(context, named)
  if (json) return printJson<ExplainShape>(context, pricedTrail(trail))
  for (const line of await trailLines(trail, say)) output.data(line)
}

/** The request whose id begins so. Throws `no-such-thing` when there is none, `usage` when there are several. */
async function trailOf(context: Context, named: string): Promise<Trail> {
  const { say } = context
  // What has just ended may not be written yet.
  const proxy = await context.proxy()
  await proxy?.settle()
  const history = await context.keptHistory()
  // Of a whole id there is no second.
  const isWhole = named === LAST || named.length === WHOLE
  const found =
    (await history?.requests.find(named === LAST ? '' : named.toLowerCase(), isWhole ? 1 : 2)) ?? []
  const [trail, other] = found
  if (trail === undefined) {
    const key = named === LAST ? 'explain.none' : 'explain.unknown'
    throw new AppError('no-such-thing', say(key, { id: named }))
  }
  if (other === undefined) return trail
  throw new AppError(
    'usage',
    say('explain.ambiguous', { id: named, ids: `${trail.request}, ${other.request}` }),
  )
}
