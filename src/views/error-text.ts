import type { AppError } from '../errors/app-error.ts'
import type { Say } from '../i18n/say.ts'

/** What went wrong, in the person's language where there is a text and the error knows what to fill in. */
export function errorText({ details, message, text }: AppError, say: Say): string {
  return text === undefined || Object.keys(details).length === 0 ? message : say(text, details)
}
