import { confirm, isCancel, password, select, text, type CANCEL_SYMBOL } from '@clack/prompts'
import { AppError } from '../errors/app-error.ts'
import type { Ask, Choice, Fault } from './ask.ts'
import type { Output } from './output.ts'
import type { Say } from './texts.ts'

/** Asks at the terminal, below what was `said` so far. All of it goes to stderr, so that stdout stays data. */
export function clackAsk(say: Say, said: Pick<Output, 'flush'>): Ask {
  const output = process.stderr
  const answered = async <T>(question: () => Promise<T | typeof CANCEL_SYMBOL>): Promise<T> => {
    said.flush()
    const answer = await question()
    if (isCancel(answer)) throw new AppError('cancelled', say('prompt.cancelled'))
    return answer
  }
  const choose = async <T extends string>(question: string, choices: readonly Choice<T>[]): Promise<T> => {
    // Clack's own instructions are English; the question says the same in the person's language.
    const message = say('prompt.choose', { question })
    const options = choices.map((choice) => ({ ...choice }))
    return (await answered(() => select<string>({ message, output, options, showInstructions: false }))) as T
  }
  return {
    choose,
    text: (message, { fault, initial } = {}) => {
      const given = initial === undefined ? {} : { initialValue: initial }
      return answered(() => text({ message, output, ...given, validate: validated(fault) }))
    },
    secret: (message, { fault } = {}) =>
      answered(() => password({ message, output, validate: validated(fault), clearOnError: true })),
    confirm: (message, initialValue) => {
      const labels = { active: say('prompt.yes'), inactive: say('prompt.no') }
      return answered(() => confirm({ message, output, initialValue, ...labels }))
    },
  }
}

/** An empty answer reaches clack's validation as undefined. */
const validated =
  (fault: Fault | undefined) =>
  (answer: string | undefined): string | undefined =>
    fault?.(answer ?? '') ?? undefined
