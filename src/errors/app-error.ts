import { FAILURES, type FailureCode } from './failures.ts'

/**
 * The one error that edges throw. `message` is for the person: what happened,
 * why, and what to do next. Everything else about it follows from the code.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly code: FailureCode

  constructor(code: FailureCode, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.code = code
  }

  get failure() {
    return FAILURES[this.code]
  }
}
