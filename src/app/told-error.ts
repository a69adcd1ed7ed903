import { sayFrom } from '../i18n/say.ts'
import { AppError } from '../errors/app-error.ts'
import type { FailureCode } from '../errors/failures.ts'
import { en, type TextKey } from '../i18n/en.ts'

type Details = Readonly<Record<string, string | number>>

/** An error that a person is told in their language, and a log in English. */
export function toldError(code: FailureCode, text: TextKey, details: Details, cause?: unknown): AppError {
  return new AppError(code, sayFrom(en)(text, details), { text, details, cause })
}
