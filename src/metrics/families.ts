/** Every metric there is, with what it says. Names and units: https://prometheus.io/docs/practices/naming/. */
import type { Counts, EndpointCounts, Tally } from './counts.ts'
import { samplesOf, type Family, type Labels, type Sample } from './prometheus.ts'
import type { EndpointNow, ProxyNow, TierNow } from './proxy-now.ts'

export const familiesOf = (counts: Counts, now: ProxyNow): readonly Family[] => [
  ...requestFamilies(counts),
  ...useFamilies(counts),
  ...loadFamilies(now),
  ...endpointFamilies(now.endpoints),
  ...tierFamilies(now.tiers, counts),
  ...queueFamilies(now.queue),
  ...traceFamilies(now.traces),
  ...processFamilies(now),
]

type Describe = (name: string, help: string, samples: readonly Sample[]) => Family

const counter: Describe = (name, help, samples) => ({ type: 'counter', name, help, samples })
const gauge: Describe = (name, help, samples) => ({ type: 'gauge', name, help, samples })
const histogram: Describe = (name, help, samples) => ({ type: 'histogram', name, help, samples })

/** A series without labels. */
const only = (value: number): readonly Sample[] => [{ labels: {}, value }]

const talliedIn = (tally: Tally<string>, label: string, labels: Labels): readonly Sample[] =>
  [...tally].map(([kind, value]) => ({ labels: { ...labels, [label]: kind }, value }))

/** Samples of each endpoint, of which something was counted. */
const ofEndpoints = (
  { endpoints }: Counts,
  tell: (counts: EndpointCounts, labels: { readonly endpoint: string }) => readonly Sample[],
): readonly Sample[] => [...endpoints].flatMap(([endpoint, counts]) => tell(counts, { endpoint }))

const requestFamilies = (counts: Counts): readonly Family[] => [
  counter(
    'qcc_requests_total',
    'Requests of clients that are over, by how they ended and who answered; endpoint is empty where nobody did.',
    [
      ...ofEndpoints(counts, ({ endings }, { endpoint }) =>
        talliedIn(endings, 'ending', { profile: profileIn(endpoint), endpoint }),
      ),
      ...[...counts.unanswered].flatMap(([profile, endings]) =>
        talliedIn(endings, 'ending', { profile, endpoint: '' }),
      ),
    ],
  ),
  counter(
    'qcc_attempts_total',
    'Attempts at an endpoint, those of the queue among them, by what came of them.',
    ofEndpoints(counts, ({ outcomes }, labels) => talliedIn(outcomes, 'outcome', labels)),
  ),
  histogram(
    'qcc_first_content_seconds',
    'From the arrival of a message request to the first content that its client got.',
    ofEndpoints(counts, ({ firstContent }, labels) => samplesOf(firstContent, labels)),
  ),
  histogram(
    'qcc_request_seconds',
    'From the arrival of a message request to the end of its complete answer.',
    ofEndpoints(counts, ({ whole }, labels) => samplesOf(whole, labels)),
  ),
]

/** Profiles have no slash in their names. */
const profileIn = (endpoint: string): string => endpoint.split('/', 1)[0] ?? ''

const useFamilies = (counts: Counts): readonly Family[] => [
  counter(
    'qcc_tokens_total',
    'Tokens that answers used, as the endpoints count them; each is of one kind only.',
    ofEndpoints(counts, ({ tokens }, labels) => [
      { labels: { ...labels, kind: 'input' }, value: tokens.input },
      { labels: { ...labels, kind: 'output' }, value: tokens.output },
      { labels: { ...labels, kind: 'cache_read' }, value: tokens.cacheRead },
      { labels: { ...labels, kind: 'cache_write' }, value: tokens.cacheWrite },
    ]),
  ),
  counter(
    'qcc_cost_usd_total',
    'Cost of answers by the list prices of Anthropic, where it is known; what an endpoint takes is its own affair.',
    ofEndpoints(counts, ({ microDollars }, labels) => [{ labels, value: microDollars / 1e6 }]),
  ),
  counter(
    'qcc_cost_unknown_requests_total',
    'Answers that may be billed and have no price here: the cost above is without them.',
    ofEndpoints(counts, ({ unpriced }, labels) => [{ labels, value: unpriced }]),
  ),
  counter(
    'qcc_probe_tokens_total',
    'Tokens that checks by QCC itself used.',
    ofEndpoints(counts, ({ probeTokens }, labels) => [
      { labels: { ...labels, kind: 'input' }, value: probeTokens.input },
      { labels: { ...labels, kind: 'output' }, value: probeTokens.output },
    ]),
  ),
]

const loadFamilies = ({ configuration, held, isNewestFollowed, open }: ProxyNow): readonly Family[] => [
  gauge('qcc_open_requests', 'Requests without a complete answer.', only(open)),
  gauge('qcc_held_requests', 'Requests that are held, since nobody can serve them yet.', only(held)),
  gauge(
    'qcc_configuration_version',
    'Version of the configuration that the proxy follows.',
    only(configuration),
  ),
  gauge(
    'qcc_configuration_followed',
    'Whether the newest version of the configuration is followed: 0 or 1.',
    only(isNewestFollowed ? 1 : 0),
  ),
]

const endpointFamilies = (endpoints: readonly EndpointNow[]): readonly Family[] => [
  gauge(
    'qcc_endpoint_in_flight',
    'Requests that an endpoint has now.',
    endpoints.map(({ inFlight, name }) => ({ labels: { endpoint: name }, value: inFlight })),
  ),
  gauge(
    'qcc_endpoint_state',
    'How an endpoint stands for a new request of its profile: 1 for the state that it is in, 0 for the others.',
    endpoints.flatMap(({ name, state }) => oneOf(ENDPOINT_STATES, state, { endpoint: name })),
  ),
  gauge(
    'qcc_endpoint_effective_weight',
    'Share of new sessions beside the other endpoints of its profile; 0 while it is out.',
    endpoints.map(({ effectiveWeight, name }) => ({ labels: { endpoint: name }, value: effectiveWeight })),
  ),
  gauge(
    'qcc_endpoint_score',
    'What requests or checks lately come to, 0 to 100; absent while too little is known.',
    endpoints.flatMap(({ name, score }) =>
      score === null ? [] : [{ labels: { endpoint: name }, value: score }],
    ),
  ),
]

/** A state that a table does not name is told as well. */
const oneOf = (states: readonly string[], state: string, labels: Labels): readonly Sample[] =>
  [...new Set([...states, state])].map((one) => ({
    labels: { ...labels, state: one },
    value: one === state ? 1 : 0,
  }))

/** What may be said of an endpoint before anything is known of a request. */
const ENDPOINT_STATES: readonly EndpointNow['state'][] = [
  'ok',
  'disabled',
  'draining',
  'full',
  'benched',
  'circuit-open',
  'on-trial',
  'fenced-off',
]

const TIER_STATES: readonly TierNow['state'][] = ['serving', 'cooling', 'recovering']

const tierFamilies = (tiers: readonly TierNow[], { switches }: Counts): readonly Family[] => [
  gauge(
    'qcc_tier_state',
    'How a tier stands: 1 for the state that it is in, 0 for the others.',
    tiers.flatMap(({ state, tier }) => oneOf(TIER_STATES, state, { tier })),
  ),
  gauge(
    'qcc_tier_active',
    'Whether a tier is the one that the root URL is served from first: 0 or 1.',
    tiers.map(({ isActive, tier }) => ({ labels: { tier }, value: isActive ? 1 : 0 })),
  ),
  counter(
    'qcc_switches_total',
    'Changes of the tier that serves first, by what brought them about.',
    SWITCH_CAUSES.map((cause) => ({ labels: { cause }, value: switches.get(cause) ?? 0 })),
  ),
]

/** All of them from the beginning on: an alert on the first one needs the zero before it. */
const SWITCH_CAUSES = ['failover', 'recovery', 'manual', 'config'] as const

const queueFamilies = (queue: ProxyNow['queue']): readonly Family[] =>
  queue === null
    ? []
    : [
        gauge(
          'qcc_queue_items',
          'Requests that are kept since nobody could serve them, by their state.',
          Object.entries(queue.items).map(([state, value]) => ({ labels: { state }, value })),
        ),
        gauge('qcc_queue_bytes', 'Size of the database of the queue.', only(queue.bytes)),
      ]

const traceFamilies = (traces: ProxyNow['traces']): readonly Family[] =>
  traces === null
    ? []
    : [
        counter('qcc_traces_sent_total', 'Traces that the collector took.', only(traces.sent)),
        counter('qcc_traces_dropped_total', 'Traces that no collector got.', only(traces.dropped)),
      ]

const processFamilies = ({ process: now, startedAt, version }: ProxyNow): readonly Family[] => [
  gauge('qcc_build_info', 'Always 1; its labels say which QCC this is.', [
    { labels: { version, node: now.node }, value: 1 },
  ]),
  gauge(
    'process_start_time_seconds',
    'When the proxy began, in seconds since 1970.',
    only(startedAt / 1_000),
  ),
  counter('process_cpu_seconds_total', 'Processor time of the process.', only(now.cpuSeconds)),
  gauge('process_resident_memory_bytes', 'Resident memory of the process.', only(now.residentBytes)),
  gauge('nodejs_heap_size_used_bytes', 'Part of the heap of Node that is used.', only(now.heapBytes)),
  gauge(
    'process_open_fds',
    'Open files and sockets of the process.',
    now.openFiles === null ? [] : only(now.openFiles),
  ),
]
