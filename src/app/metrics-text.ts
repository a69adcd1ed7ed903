/** The metrics of a running proxy as text: loaded when they are first asked for. */
import { readdir } from 'node:fs/promises'
import type { EndpointStatus, ProxyStatus } from '../admin/contract.ts'
import { ITEM_STATES, type ItemState } from '../core/queue/item.ts'
import { AppError } from '../errors/app-error.ts'
import { familiesOf } from '../metrics/families.ts'
import { prometheusText, PROMETHEUS_TYPE } from '../metrics/prometheus.ts'
import type { EndpointNow, ProcessNow, ProxyNow, QueueNow } from '../metrics/proxy-now.ts'
import type { DepotAccess } from '../queue/kit.ts'
import type { BehindControl } from './behind-control.ts'
import { configuredIn } from './live-configuration.ts'

export async function metricsText(
  { counts, live, tracing, wanted: { depot } }: BehindControl,
  status: () => ProxyStatus,
): Promise<{ readonly type: string; readonly text: string }> {
  const queue = depot === undefined ? null : await queueNow(depot)
  const about = { queue, traces: tracing.now, process: await processNow() }
  counts.configure(configuredIn(live))
  return { type: PROMETHEUS_TYPE, text: prometheusText(familiesOf(counts, proxyNow(status(), about))) }
}

const proxyNow = (
  { configuration, configurationFault, endpoints, held, open, startedAt, tiers, version }: ProxyStatus,
  about: Pick<ProxyNow, 'queue' | 'traces' | 'process'>,
): ProxyNow => ({
  ...{ version, startedAt, open, configuration, isNewestFollowed: configurationFault === null },
  held: held.reduce((sum, { requests }) => sum + requests, 0),
  endpoints: endpoints.map(endpointNow),
  tiers: tiers.places.map(({ isActive, place, state }) => ({ tier: place, state, isActive })),
  ...about,
})

const endpointNow = ({
  effectiveWeight: { effective },
  inFlight,
  name,
  score,
  state,
}: EndpointStatus): EndpointNow => ({
  ...{ name, state, inFlight, effectiveWeight: effective, score: score.overall },
})

/** Null when it cannot be read: the log says why. */
async function queueNow(depot: DepotAccess): Promise<QueueNow | null> {
  try {
    return await depot.use(async ({ store }) => {
      const items = Object.fromEntries(ITEM_STATES.map((state) => [state, 0])) as Record<ItemState, number>
      for (const { state } of await store.list({ most: MOST_ITEMS })) items[state] += 1
      return { items, bytes: store.fileBytes() }
    })
  } catch (error) {
    if (error instanceof AppError) return null
    throw error
  }
}

/** Far more than the setting `queue.max-items` is by itself. */
const MOST_ITEMS = 100_000

async function processNow(): Promise<ProcessNow> {
  const { system, user } = process.cpuUsage()
  const { heapUsed, rss } = process.memoryUsage()
  return {
    node: process.versions.node,
    cpuSeconds: (system + user) / 1e6,
    residentBytes: rss,
    heapBytes: heapUsed,
    openFiles: await openFiles(),
  }
}

/** Linux alone lists them. */
const openFiles = (): Promise<number | null> =>
  readdir('/proc/self/fd').then(
    (names) => names.length,
    () => null,
  )
