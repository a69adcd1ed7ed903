/**
 * Trails as OpenTelemetry has them: one span for a request, and one below it
 * for each attempt. Nothing of what was asked or answered is in a trail, so none
 * can be in a span. Form: https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding;
 * names of attributes: https://opentelemetry.io/docs/specs/semconv/gen-ai/anthropic/,
 * those that begin with `qcc.` are ours.
 */
import { createHash } from 'node:crypto'
import type { AttemptStep, Trail } from '../ports/trail.ts'

/** Of one attribute: text, a whole number, or a list of texts. */
type AttributeValue =
  | { readonly stringValue: string }
  | { readonly intValue: string }
  | { readonly boolValue: boolean }
  | { readonly arrayValue: { readonly values: readonly AttributeValue[] } }

interface Attribute {
  readonly key: string
  readonly value: AttributeValue
}

export interface Span {
  /** 32 hexadecimal digits: those of the request's id, so that who has one finds the other. */
  readonly traceId: string
  /** 16 of them. */
  readonly spanId: string
  readonly parentSpanId?: string
  readonly name: string
  readonly kind: number
  /** Since 1970, as a decimal. */
  readonly startTimeUnixNano: string
  readonly endTimeUnixNano: string
  readonly attributes: readonly Attribute[]
  readonly status: { readonly code: number }
}

/** Who tells of the requests. */
export interface Teller {
  readonly version: string
  /** Of the proxy; new at each start. */
  readonly instance: string
}

/** Numbers of the protocol: opentelemetry/proto/trace/v1/trace.proto. */
const SERVER = 2
const CLIENT = 3
const UNSET = 0
const FAILED = 2

/** The body of one export. */
export function exportOf(trails: readonly Trail[], { instance, version }: Teller): object {
  const attributes = attributesOf({
    'service.name': 'qcc',
    'service.version': version,
    'service.instance.id': instance,
  })
  const scopeSpans = [{ scope: { name: 'qcc', version }, spans: trails.flatMap(spansOf) }]
  return { resourceSpans: [{ resource: { attributes }, scopeSpans }] }
}

/** The span of a request, and then those of its attempts. */
export function spansOf(trail: Trail): readonly Span[] {
  const traceId = trail.request.replaceAll('-', '')
  const spanId = spanIdOf(trail.request, 0)
  const attempts = trail.steps.filter((step) => step.kind === 'attempt')
  return [
    requestSpan(trail, { traceId, spanId }),
    ...attempts.map((step, index) =>
      attemptSpan(step, trail, {
        ...{ traceId, spanId: spanIdOf(trail.request, index + 1), parentSpanId: spanId },
      }),
    ),
  ]
}

const SPAN_ID_LENGTH = 16

/** The same each time, so that what is sent twice is one. */
const spanIdOf = (request: string, index: number): string =>
  createHash('sha256')
    .update(`${request} ${String(index)}`)
    .digest('hex')
    .slice(0, SPAN_ID_LENGTH)

type Ids = Pick<Span, 'traceId' | 'spanId' | 'parentSpanId'>

const requestSpan = (trail: Trail, ids: Ids): Span => ({
  ...ids,
  name: nameOf(trail, trail.model),
  kind: SERVER,
  startTimeUnixNano: nanos(trail.arrivedAt),
  endTimeUnixNano: nanos(trail.arrivedAt + trail.tookMs),
  attributes: attributesOf({
    ...operationOf(trail),
    'gen_ai.request.model': trail.model,
    'gen_ai.conversation.id': trail.session,
    'http.request.method': trail.method,
    'url.path': trail.path,
    'http.response.status_code': trail.status,
    'error.type': FAILURES.has(trail.ending) ? trail.ending : null,
    'qcc.request.id': trail.request,
    'qcc.request.stream': trail.stream,
    'qcc.ending': trail.ending,
    'qcc.endpoint': trail.endpoint,
    'qcc.profile': trail.fence,
    'qcc.attempts': trail.attempts,
    'qcc.first_content_ms': trail.contentAfterMs,
    'qcc.configuration': trail.configuration,
  }),
  status: { code: FAILURES.has(trail.ending) ? FAILED : UNSET },
})

/** What a client did not want: it left by itself when it cancelled. */
const FAILURES: ReadonlySet<Trail['ending']> = new Set(['passed', 'refused', 'broken'])

function attemptSpan(step: AttemptStep, trail: Trail, ids: Ids): Span {
  const { afterMs, model, outcome, receipt, tookMs } = step
  const isGood = outcome === 'ok' || outcome === 'cancelled'
  const startedAt = trail.arrivedAt + afterMs
  return {
    ...ids,
    name: nameOf(trail, model),
    kind: CLIENT,
    startTimeUnixNano: nanos(startedAt),
    endTimeUnixNano: nanos(startedAt + tookMs),
    attributes: attributesOf({
      ...operationOf(trail),
      'gen_ai.request.model': model,
      'gen_ai.response.model': receipt.model,
      'gen_ai.response.finish_reasons': receipt.stopReason === null ? null : [receipt.stopReason],
      ...usageOf(receipt),
      'http.response.status_code': step.status,
      'error.type': isGood ? null : outcome,
      'qcc.endpoint': step.endpoint,
      'qcc.because': step.because,
      'qcc.outcome': outcome,
      'qcc.progress': step.progress,
      'qcc.first_content_ms': step.contentMs,
      'qcc.endpoint.request_id': step.requestId,
    }),
    status: { code: isGood ? UNSET : FAILED },
  }
}

const nameOf = ({ kind, method }: Trail, model: string | null): string =>
  kind !== 'message' ? method : model === null ? 'chat' : `chat ${clipped(model)}`

const operationOf = ({ kind }: Trail) => ({
  'gen_ai.operation.name': kind === 'message' ? 'chat' : null,
  'gen_ai.provider.name': 'anthropic',
})

/** The conventions count what a cache had among the input. */
function usageOf({ usage }: AttemptStep['receipt']) {
  if (usage === null) return {}
  const written = usage.cacheWrite5m + usage.cacheWrite1h
  return {
    'gen_ai.usage.input_tokens': usage.input + usage.cacheRead + written,
    'gen_ai.usage.output_tokens': usage.output,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheRead,
    'gen_ai.usage.cache_creation.input_tokens': written,
  }
}

type Told = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

const attributesOf = (told: Told): readonly Attribute[] =>
  Object.entries(told).flatMap(([key, value]) => (value === null ? [] : [{ key, value: valueOf(value) }]))

function valueOf(value: NonNullable<Told[string]>): AttributeValue {
  if (typeof value === 'string') return { stringValue: clipped(value) }
  if (typeof value === 'number') return { intValue: String(Math.round(value)) }
  if (typeof value === 'boolean') return { boolValue: value }
  return { arrayValue: { values: value.map((one) => ({ stringValue: clipped(one) })) } }
}

const MOST_SIGNS = 256

/** A client may name a model as long as it likes. */
const clipped = (text: string): string => text.slice(0, MOST_SIGNS)

/** Microseconds are all that a number of this size can hold. */
const nanos = (ms: number): string => `${String(Math.round(ms * 1_000))}000`
