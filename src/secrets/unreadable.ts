import { AppError } from '../errors/app-error.ts'

/** A stored key that cannot be had; `file` is the one that should open it. */
export const unreadable = (file: string, why: string): AppError =>
  new AppError('secret-unreadable', `stored keys cannot be read: ${why}`, { details: { file, why } })
