import type { Switch } from '../core/failover/switch.ts'
import type { News } from '../core/health/news.ts'
import type { Channel } from '../core/notify/notice.ts'
import type { Outcome, Progress } from '../core/outcome.ts'
import type { ItemState, Try } from '../core/queue/item.ts'
import type { DueProbe } from '../core/probes.ts'
import type { ProbeReport } from './probing.ts'

/** Why an endpoint is checked; `asked`: by a person. */
export type ProbeWhy = DueProbe['why'] | 'asked'

/** How a request ended, as the client saw it. */
export type Ending =
  /** A complete answer of an endpoint. */
  | 'served'
  /** An endpoint's own refusal, passed on. */
  | 'passed'
  /** Ours: nobody served, or the request could not be taken. */
  | 'refused'
  /** The client's connection was cut: after the commit, or after early headers with nobody left. */
  | 'broken'
  | 'cancelled'
  /** Nobody served; the request is kept, and its client was told where to fetch the answer. */
  | 'accepted'
  /** Answered here, without any endpoint. */
  | 'local'

/** What happens in the proxy, in the order in which it happens. Durations in milliseconds. */
export type LogEvent =
  | {
      readonly event: 'attempt'
      readonly at: number
      readonly request: string
      readonly endpoint: string
      readonly outcome: Outcome['kind']
      readonly progress: Progress
      /** What was seen, in a few words; empty for a success. */
      readonly why: string
      readonly tookMs: number
    }
  | {
      readonly event: 'commit'
      readonly at: number
      readonly request: string
      readonly endpoint: string
      /** Since the request's body was complete. */
      readonly afterMs: number
    }
  | {
      readonly event: 'answer'
      readonly at: number
      readonly request: string
      readonly method: string
      /** Without the query. */
      readonly path: string
      /** The model that was asked for, where there is one. */
      readonly model: string | null
      readonly ending: Ending
      /** Null when the client left before there was one. */
      readonly status: number | null
      /** Null when the answer is ours. */
      readonly endpoint: string | null
      readonly attempts: number
      readonly tookMs: number
    }
  /** An outcome or a check changed how an endpoint stands. */
  | { readonly event: 'endpoint'; readonly at: number; readonly endpoint: string; readonly news: News }
  /** Another place serves the root URL now, or a person said which one is to. */
  | ({ readonly event: 'switch' } & Switch)
  /** A check of ours was made. `endpoint` is its name. */
  | ({
      readonly event: 'probe'
      readonly at: number
      readonly reason: ProbeWhy
      readonly endpoint: string
    } & Omit<ProbeReport, 'id' | 'name' | 'at' | 'question' | 'answer' | 'lines'>)
  /** Nobody served a request, and it is kept. `reason`: why, as an error code. */
  | {
      readonly event: 'parked'
      readonly at: number
      readonly request: string
      /** Of the queue. */
      readonly item: string
      readonly reason: string
    }
  /** Nobody served a request, and it could not be kept. */
  | { readonly event: 'not-parked'; readonly at: number; readonly request: string; readonly why: string }
  /** The queue sent an item. */
  | {
      readonly event: 'retry'
      readonly at: number
      /** Id of that sending. */
      readonly request: string
      readonly item: string
      readonly end: Try['end']
      /** Null when nobody answered. */
      readonly endpoint: string | null
      readonly status: number | null
      /** Of the item from then on. */
      readonly state: ItemState
      /** When it may be sent again (epoch ms); null when no time is waited for. */
      readonly nextAt: number | null
    }
  /** A client asked again and got what the queue had asked for: `stored`, or `attached` while it came. */
  | {
      readonly event: 'answered-from-queue'
      readonly at: number
      readonly request: string
      readonly item: string
      readonly how: 'stored' | 'attached'
    }
  /** The queue could not be read or written. */
  | { readonly event: 'queue-fault'; readonly at: number; readonly why: string }
  /** What was learnt could not be saved: a crash would lose it. */
  | { readonly event: 'state-not-saved'; readonly at: number; readonly why: string }
  /** Trails of requests, or switches, could not be saved: the newest wait until they can be. */
  | { readonly event: 'trail-not-saved'; readonly at: number; readonly why: string }
  /** Traces of requests could not be sent to the collector; told once for each reason. */
  | { readonly event: 'traces-not-sent'; readonly at: number; readonly why: string }
  /** A notice did not arrive; told once for each reason, until one does. */
  | { readonly event: 'not-notified'; readonly at: number; readonly channel: Channel; readonly why: string }
  /** A bug: what should never happen did. */
  | { readonly event: 'fault'; readonly at: number; readonly message: string }
  | {
      readonly event: 'listening'
      readonly at: number
      readonly version: string
      readonly pid: number
      readonly url: string
      /** Version of the configuration. */
      readonly configuration: number
      /** Names of the endpoints that serve. */
      readonly endpoints: readonly string[]
    }
  /** Settings of Claude Code that an interrupted `qcc use` had left half changed are whole again. */
  | {
      readonly event: 'settings-healed'
      readonly at: number
      readonly file: string
      readonly what: 'use' | 'undo'
      readonly how: 'finished' | 'taken-back'
    }
  /** There is no proxy: why it could not begin to listen. */
  | { readonly event: 'not-started'; readonly at: number; readonly why: string }
  | {
      readonly event: 'config-followed'
      readonly at: number
      readonly configuration: number
      readonly endpoints: readonly string[]
      /** Settings that were changed and hold only after a restart. */
      readonly needsRestart: readonly string[]
    }
  /** The newest version cannot be followed; the present one stays in force. */
  | { readonly event: 'config-refused'; readonly at: number; readonly why: string }
  | {
      readonly event: 'stopping'
      readonly at: number
      /** Requests without a complete answer. */
      readonly open: number
      readonly drainMs: number
    }
  | {
      readonly event: 'stopped'
      readonly at: number
      /** Requests that did not finish in time and were cut off. */
      readonly broken: number
    }
  /** This log itself could not be written for a while. */
  | { readonly event: 'lines-lost'; readonly at: number; readonly lines: number; readonly why: string }

/** Takes what happens; never throws and never waits. */
export interface Log {
  write(event: LogEvent): void
}
