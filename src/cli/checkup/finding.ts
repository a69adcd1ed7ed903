/** What a check has found. */
import { AppError } from '../../errors/app-error.ts'
import { errorText } from '../../views/error-text.ts'
import type { DoctorShape } from '../shapes/doctor.ts'
import type { Say } from '../texts.ts'

export type Finding = Readonly<DoctorShape['findings'][number]>
export type Check = Finding['check']

export const well = (check: Check, message: string): Finding => ({
  ...{ check, state: 'well', kind: 'well', message },
})

/** By its kind, and told with what to do about it. */
export const fault = (check: Check, kind: string, message: string): Finding => ({
  ...{ check, state: 'fault', kind, message },
})

export const note = (check: Check, kind: string, message: string): Finding => ({
  ...{ check, state: 'note', kind, message },
})

/** What could not be looked at while the database cannot be read, or what is set is no good. */
export const unknown = (check: Check, say: Say): Finding => ({
  ...{ check, state: 'unknown', kind: 'not-looked-at', message: say('doctor.not-looked-at') },
})

export const errorFault = (check: Check, error: AppError, say: Say): Finding =>
  fault(check, error.code, errorText(error, say))

/** What an action came to; an error that is told to people is a value here. */
export type Tried<T> =
  | { readonly kind: 'got'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: AppError }

export async function tried<T>(action: () => Promise<T>): Promise<Tried<T>> {
  try {
    return { kind: 'got', value: await action() }
  } catch (error) {
    if (error instanceof AppError) return { kind: 'failed', error }
    throw error
  }
}
