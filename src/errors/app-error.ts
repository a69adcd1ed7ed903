import type { TextKey } from '../i18n/en.ts'
import { FAILURES, type FailureCode } from './failures.ts'

type Details = Readonly<Record<string, string | number>>

/**
 * The one error that edges throw. `message` is for the person: what happened,
 * why, and what to do next. Everything else about it follows from the code.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: FailureCode
  /** What a person is told in their language, filled in with the details; without one, the message. */
  readonly text: TextKey | undefined
  /** What the text names, such as a file. */
  readonly details: Details

  constructor(
    code: FailureCode,
    message: string,
    options: { readonly cause?: unknown; readonly text?: TextKey; readonly details?: Details } = {},
  ) {
    super(message, { cause: options.cause })
    this.code = code
    this.text = options.text ?? FAILURES[code].text
    this.details = options.details ?? {}
  }

  get failure() {
    return FAILURES[this.code]
  }
}
