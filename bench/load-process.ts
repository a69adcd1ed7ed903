import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Wanted } from './message.ts'
import type { FailureName } from './started.ts'

interface What {
  readonly url: string
  readonly kilobytes: number
  readonly wanted: Wanted
}

export interface CrowdAsked extends What {
  readonly task: 'crowd'
  readonly atOnce: number
  /** Nobody asks any more after this time or so many requests, whatever comes first. */
  readonly forMs: number
  readonly most: number
}

export interface StreamsAsked extends What {
  readonly task: 'streams'
  readonly count: number
  readonly beginOverMs: number
}

/** Requests one by one, each a session of its own, before and while the first endpoint fails. */
export interface FailoverAsked extends What {
  readonly task: 'failover'
  readonly control: string
  readonly failure: FailureName
  readonly count: number
}

/** What the load generator is told to do. */
export type Asked = CrowdAsked | StreamsAsked | FailoverAsked

/** What came of it. */
export interface Done {
  readonly asked: number
  /** Answers that did not come, or do not say what they should. */
  readonly wrong: number
  readonly firstWrong: string | null
  readonly tookMs: number
  /** The median; not a number when nobody was answered. */
  readonly firstByteMs: number
  /** Of the events of streams: from being written at the upstream to being read. */
  readonly delayMs?: { readonly median: number; readonly p99: number }
  /** What a failover took more than the request before it, the median; and how many requests met the failure. */
  readonly failover?: { readonly addedMs: number; readonly met: number }
}

export type Load = (asked: Asked) => Promise<Done>

/** Starts the load generator. */
export function startLoad(): { readonly load: Load; readonly stop: () => void } {
  const child = fork(fileURLToPath(new URL('load.ts', import.meta.url)))
  child.once('exit', () => {
    throw new Error('the load generator ended')
  })
  return {
    load: async (asked) => {
      child.send(asked)
      const [done] = (await once(child, 'message')) as [Done]
      return done
    },
    stop: () => {
      child.removeAllListeners('exit').kill('SIGKILL')
    },
  }
}
