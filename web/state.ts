/** What all pages share of the running proxy. */
import { computed, signal } from '@preact/signals'
import type { ProxyStatus } from '../src/admin/contract.ts'

export const status = signal<ProxyStatus | null>(null)

/** Whether what is shown still follows the proxy. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** `since`: when the proxy was last heard of (epoch milliseconds, this machine's clock). */
  | { readonly kind: 'stale'; readonly since: number }

export const connection = signal<Connection>({ kind: 'connecting' })

/** Whether the configuration was changed on these pages and is not saved yet. */
export const hasDraft = signal(false)

/** How far the proxy's clock is ahead of this one. */
const aheadMs = signal(0)
const tick = signal(Date.now())

/** The proxy's time, to the second: everything that counts down or says how long ago looks at it. */
export const now = computed(() => tick.value + aheadMs.value)

export function onStatus(next: ProxyStatus): void {
  aheadMs.value = next.startedAt + next.uptimeMs - Date.now()
  status.value = next
}

/** Begins to tick, only while somebody looks. */
export function startClock(): void {
  setInterval(() => {
    if (!document.hidden) tick.value = Date.now()
  }, 1_000)
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) tick.value = Date.now()
  })
}
