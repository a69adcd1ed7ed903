import type { Clock } from '../ports/clock.ts'

/** Resolves after `ms`, or as soon as `gone` aborts: whoever sleeps must look at `gone` afterwards. */
export function sleep(clock: Clock, ms: number, gone: AbortSignal): Promise<void> {
  if (ms <= 0 || gone.aborted) return Promise.resolve()
  return new Promise((resolve) => {
    const wake = (): void => {
      cancel()
      gone.removeEventListener('abort', wake)
      resolve()
    }
    const cancel = clock.after(ms, wake)
    gone.addEventListener('abort', wake)
  })
}
