/** Which act answers a request: a refusal, the next of the script, or what its path has. */
import type { Clock } from '../ports/clock.ts'
import type { Act, StatusAct } from './act.ts'
import type { SeenRequest } from './exchange.ts'
import { startGate } from './gate.ts'
import type { GateOptions } from './gate.ts'
import { startOtherPaths } from './other-paths.ts'
import type { Question } from './question.ts'
import type { Script } from './script.ts'

export interface ChoiceOptions extends GateOptions {
  readonly clock: Clock
  /** Answers messages where it returns an act; the others take the script's next. */
  readonly reply?: (request: SeenRequest) => Act | undefined
  /** Answers the paths beside messages where it returns an act. */
  readonly other?: (request: SeenRequest) => Act | undefined
}

interface Choice {
  readonly act: Act
  /** Sent with it, whatever it is. */
  readonly headers: Readonly<Record<string, string>>
}

/** `mark` keeps the ids of several upstreams apart. */
export function startChoice(
  options: ChoiceOptions,
  script: Script,
  mark: string,
): (request: SeenRequest, question: Question | null) => Choice {
  const admit = startGate(options)
  const answerOther = startOtherPaths(options.clock, mark)
  return (request, question) => {
    const asksMessage = request.method === 'POST' && /^\/v1\/messages($|\?)/.test(request.path)
    const { refusal, headers } = admit(request, asksMessage)
    if (refusal !== null) return { act: refusal, headers }
    const act = asksMessage
      ? (options.reply?.(request) ?? script.take())
      : (options.other?.(request) ?? answerOther(request))
    return { act: act.do === 'serve' && question === null ? UNREADABLE : act, headers }
  }
}

const UNREADABLE: StatusAct = {
  do: 'status',
  status: 400,
  message: 'The request body is not valid JSON, or lacks a model.',
}
