/** What a person is told of, apart from where and in which words. Instants in epoch milliseconds. */
import type { Switch } from '../failover/switch.ts'
import type { BenchReason } from '../health/bench.ts'

/** An endpoint that cannot serve. */
export interface Out {
  /** `PROFILE/NAME`. */
  readonly endpoint: string
  /** `disabled`, `circuit-open` and `on-trial` where no bench says more. */
  readonly why: BenchReason | 'disabled' | 'circuit-open' | 'on-trial'
  /** When that ends; null when it is not known. */
  readonly until: number | null
}

/** A key that its endpoint does not take, or that has no balance left: only a person can help. */
export type KeyFault = Extract<BenchReason, 'credential' | 'balance'>

export type Notice =
  | { readonly kind: 'switch'; readonly at: number; readonly one: Switch }
  /** Nobody of those that serve the root URL can. */
  | { readonly kind: 'all-out'; readonly at: number; readonly out: readonly Out[] }
  | { readonly kind: 'all-out-over'; readonly at: number; readonly since: number }
  | { readonly kind: 'key-dead'; readonly at: number; readonly endpoint: string; readonly why: KeyFault }
  | {
      readonly kind: 'key-dead-over'
      readonly at: number
      readonly endpoint: string
      readonly since: number
    }
  /** Checks of an endpoint have used what they may use a day; `until` is when the next one begins. */
  | {
      readonly kind: 'budget'
      readonly at: number
      readonly endpoint: string
      readonly tokens: number
      readonly most: number
      readonly until: number
    }
  /** A person tries whether it arrives. */
  | { readonly kind: 'test'; readonly at: number }

/** What a notice is about: of several about the same, only the newest is still true. */
export function subjectOf(notice: Notice): string {
  switch (notice.kind) {
    case 'switch':
    case 'test':
      return notice.kind
    case 'all-out':
    case 'all-out-over':
      return 'all-out'
    case 'key-dead':
    case 'key-dead-over':
      return `key ${notice.endpoint}`
    case 'budget':
      return `budget ${notice.endpoint}`
  }
}

/** Where notices can go. */
export const CHANNELS = ['desktop', 'webhook', 'slack', 'feishu', 'dingtalk', 'wecom'] as const
export type Channel = (typeof CHANNELS)[number]
