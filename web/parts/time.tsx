/** Times that go on by themselves. Small, since they are drawn anew each second. */
import { lasted } from '../../src/views/lasted.ts'
import { say } from '../language.ts'
import { now } from '../state.ts'
import { dayTime } from '../text/times.ts'

/** How long ago something was. `at`: epoch milliseconds. */
export function Ago({ at }: { readonly at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={dayTime(at)}>
      {say('time.ago', { time: lasted(now.value - at) })}
    </time>
  )
}

/** How long something has been so. `since`: epoch milliseconds. */
export function Since({ since }: { readonly since: number }) {
  return (
    <time dateTime={new Date(since).toISOString()} title={dayTime(since)}>
      {lasted(now.value - since)}
    </time>
  )
}
