import { DEFAULT_POLICY, endpointId, type Endpoint, type RoutingTable, type Tier } from '../../core/model.ts'

/** For whoever has no configuration: two keys of one account first, two relays behind them, a small spare at the end. */
export const BUILT_IN_TABLE: RoutingTable = {
  profiles: [
    profile('work', 'primary', [endpoint('work/first', 100), endpoint('work/second', 50)]),
    profile('relay', 'secondary', [endpoint('relay/east', 100), endpoint('relay/west', 100)]),
    profile('spare', 'fallback', [{ ...endpoint('spare/only', 100), maxConcurrent: 16 }]),
  ],
  defaultProfile: 'work',
  policy: DEFAULT_POLICY,
}

function profile(name: string, tier: Tier, endpoints: readonly Endpoint[]) {
  return { name, tier, strategy: null, endpoints }
}

function endpoint(name: string, weight: number): Endpoint {
  const id = endpointId(name)
  return {
    ...{ id, sourceId: id, name, enabled: true, weight, priority: 1, maxConcurrent: null },
    ...{ origin: `https://${name.replace('/', '.')}.example`, pathPrefix: '', auth: 'x-api-key' },
    ...{ credential: `env:${name}`, models: {}, rules: [], outboundProxy: null },
    timers: { connectMs: 5_000, firstContentMs: 300_000, idleMs: 240_000 },
  }
}
