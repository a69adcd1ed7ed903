import type { ProxyNow } from '../../src/metrics/proxy-now.ts'

/** A proxy that has nothing to do. */
export const IDLE_PROXY: ProxyNow = {
  ...{ version: '1.2.3', startedAt: 1_700_000_000_000, open: 0, held: 0 },
  ...{ configuration: 1, isNewestFollowed: true, endpoints: [], tiers: [], queue: null, traces: null },
  process: { node: '24.0.0', cpuSeconds: 1.5, residentBytes: 75e6, heapBytes: 20e6, openFiles: 30 },
}
