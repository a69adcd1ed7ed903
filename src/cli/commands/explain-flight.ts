import { readFile } from 'node:fs/promises'
import { AppError } from '../../errors/app-error.ts'
import type { ExitCode } from '../../errors/failures.ts'
import type { Context } from '../context.ts'
import { localTime } from '../../views/local-time.ts'
import { printJson } from '../report.ts'
import { runningProxy } from '../running-proxy.ts'
import type { ExplainReplayShape, ExplainSaveShape } from '../shapes/explain-flight.ts'
import { printPairs } from '../table.ts'
import { writePrivate } from '../write-private.ts'

/** Writes down what the running proxy decided lately, and from what. */
export async function saveFlight(context: Context, file: string): Promise<void> {
  const { json, output, redactor, say } = context
  const text = redactor.redact(await (await runningProxy(context)).flight())
  const replayed = await context.replay(text)
  if (replayed === null) throw new AppError('failed', say('explain.no-flight', { file }))
  await writePrivate(context, file, text)
  const { calls } = replayed
  if (json) printJson<ExplainSaveShape>(context, { file, calls })
  else output.note(say('explain.saved', { file, calls }))
}

/** Makes the decisions in a file again: 1 when one comes out otherwise. */
export async function replayFlight(context: Context, file: string): Promise<ExitCode> {
  const { json, output, say } = context
  const replayed = await context.replay(await textOf(context, file))
  if (replayed === null) throw new AppError('usage', say('explain.no-flight', { file }))
  const { differs, exhausted, from, sent, to, waited } = replayed
  const code = differs === null ? 0 : 1
  if (json) {
    printJson<ExplainReplayShape>(context, replayed)
    return code
  }
  const span =
    from === null || to === null ? '-' : say('explain.from-to', { from: localTime(from), to: localTime(to) })
  await printPairs(output, [
    [say('title.when'), span],
    [say('title.decisions'), say('explain.decisions', { sent, waited, exhausted })],
    [say('title.again'), differs === null ? say('explain.same') : say('explain.differs', { ...differs })],
    ...(differs === null
      ? []
      : [[say('explain.recorded'), differs.recorded] as const, [say('explain.now'), differs.now] as const]),
  ])
  return code
}

async function textOf({ say }: Context, file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new AppError('no-such-thing', say('explain.unreadable', { file, why: (error as Error).message }))
  }
}
