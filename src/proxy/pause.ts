import type { Job } from './job.ts'
import type { Parts } from './parts.ts'

/**
 * Waits until `untilMs` (epoch ms), or until an attempt of anybody ended, or
 * the client left. Resolves to how long it took, at least a millisecond, so
 * that whoever counts what it waited comes to an end.
 */
export function pause(
  { client }: Job,
  { clock, engine }: Pick<Parts, 'clock' | 'engine'>,
  untilMs: number,
  wakes: 'any change' | 'the time alone' = 'any change',
): Promise<number> {
  const startedAt = clock.now()
  return new Promise((resolve) => {
    const done = () => {
      cancel()
      forget()
      client.onGone = null
      resolve(Math.max(1, clock.now() - startedAt))
    }
    const cancel = clock.after(Math.max(1, untilMs - startedAt), done)
    const forget = wakes === 'any change' ? engine.onChange(done) : () => undefined
    client.onGone = done
  })
}
