import { MOST_CHARACTERS } from '../../admin/contract/try.ts'
import { AppError } from '../../errors/app-error.ts'
import type { ExitCode } from '../../errors/failures.ts'
import { inTime } from '../../views/lasted.ts'
import { configurationOf } from '../apply.ts'
import type { Context } from '../context.ts'
import { profileOf } from '../names.ts'
import { printJson } from '../report.ts'
import { runningProxy } from '../running-proxy.ts'
import type { TryShape } from '../shapes/try.ts'
import { shortIds } from '../short-ids.ts'

export interface TryFlags {
  /** Asked alone; the root URL unless given. */
  readonly profile?: string
  readonly model?: string
}

/** Sends a small message through the proxy and prints what the model said: 1 when nobody served it. */
export async function tryMessage(
  context: Context,
  given: string | undefined,
  { model, profile }: TryFlags,
): Promise<ExitCode> {
  const { json, say } = context
  const text = given?.trim() ?? ''
  if (text.length > MOST_CHARACTERS)
    throw new AppError('usage', say('try.too-long', { count: MOST_CHARACTERS }))
  if (profile !== undefined) profileOf((await configurationOf(context)).document, profile, say)
  const wanted = { profile: profile ?? null, model: model ?? null, text: text || say('try.example') }
  const answer = await (await runningProxy(context)).tryMessage(wanted)
  if (json) printJson<TryShape>(context, answer)
  else tell(answer, context)
  return answer.isServed ? 0 : 1
}

/** Throws `failed`, with what came instead, where nobody served. */
function tell(answer: TryShape, { output, say }: Context): void {
  const { endpoint, isServed, request, status, text, tookMs } = answer
  const values = { endpoint: endpoint ?? '', status, time: inTime(tookMs) }
  const way = request === '' ? '' : say('try.way', { id: shortIds([request])(request) })
  if (!isServed) {
    const what = say(endpoint === null ? 'tried.nobody' : 'tried.refused', values)
    throw new AppError('failed', [what, text, way].filter((line) => line !== '').join('\n'))
  }
  output.data(text)
  output.note(`${say('tried.answered', values)} ${way}`)
}
