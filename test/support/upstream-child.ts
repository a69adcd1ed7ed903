/**
 * A scripted upstream in a process of its own: `node upstream-child.ts NAME`.
 * It is sent its acts, answers with its URL, and then each message with the
 * number of requests that are open.
 */
import { systemClock } from '../../src/app/system-clock.ts'
import type { Act } from '../../src/lab/act.ts'
import { startUpstream } from '../../src/lab/upstream.ts'

const [name = ''] = process.argv.slice(2)

process.once('message', (acts: readonly Act[]) => {
  void startUpstream({ clock: systemClock, name, acts, remember: 0 }).then((up) => {
    process.send?.(up.url)
    process.on('message', () => process.send?.(up.open))
  })
})
// Nobody is left to be an upstream for.
process.on('disconnect', () => process.exit())
