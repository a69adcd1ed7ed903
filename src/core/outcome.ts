/** How far an attempt got. It decides what may follow: after `committed`, nothing. */
export type Progress = 'not-sent' | 'sent' | 'streaming' | 'committed'

/** What an attempt was waiting for when its time ran out. */
export type Phase = 'connection' | 'first-content' | 'more-content'

/** Why nothing came back. `no-dns`: the name service did not answer. `no-route`: no way to the host or its network. */
export type Unreached =
  | 'refused'
  | 'no-such-host'
  | 'no-dns'
  | 'no-route'
  | 'tls'
  | 'time-out'
  | 'reset'
  | 'garbled'
  | 'other'

/** Where the time of a limit was read. `unified` is the limit of a subscription, the rest those of an API key. */
export type TimeOrigin = 'retry-after' | 'unified' | 'requests' | 'tokens' | 'input-tokens' | 'output-tokens'

/** How long a limit lasts, as the endpoint told it. */
export interface ToldTime {
  /** From the moment of the answer; always above 0. */
  readonly waitMs: number
  readonly origin: TimeOrigin
}

/** When a failure is held against an endpoint. A 4xx may be about the request, which shows when another one answers. */
export type Blame = 'at-once' | 'when-another-differs' | 'never'

/** What is wrong with a request. Sizes depend on the endpoint, signatures on who answered before. */
export type RequestFault = 'refused' | 'too-large' | 'bad-signature'

/** What came of one attempt at one endpoint. The only vocabulary the core has for failure. */
export type Outcome =
  /** Complete up to the terminal event. */
  | { readonly kind: 'ok' }
  /** 429: the endpoint has had enough of us. `ofAccount`: whatever the model. */
  | { readonly kind: 'rate-limited'; readonly told: ToldTime | null; readonly ofAccount: boolean }
  /** 529 or `overloaded_error`: the endpoint has had enough of everybody. */
  | { readonly kind: 'overloaded'; readonly told: ToldTime | null }
  /** 5xx and other answers that say nothing about the request. */
  | { readonly kind: 'unavailable'; readonly told: ToldTime | null; readonly blame: Blame }
  /** No answer at all: refused, no such host, TLS, reset before the headers. */
  | { readonly kind: 'unreachable'; readonly why: Unreached }
  | { readonly kind: 'timed-out'; readonly phase: Phase }
  /** The key is not accepted. */
  | { readonly kind: 'credential' }
  /** The account has no money left. */
  | { readonly kind: 'balance' }
  | { readonly kind: 'model-missing' }
  /** The request's own fault: no other endpoint would do better, as far as this one can tell. */
  | { readonly kind: 'rejected'; readonly fault: RequestFault }
  /** 200, but not a message: HTML, an unknown shape, bytes that are not HTTP. */
  | { readonly kind: 'malformed' }
  /** 200 and nothing in it. */
  | { readonly kind: 'empty' }
  /** The answer began and did not end. */
  | { readonly kind: 'broken-stream' }
  /** The client left: nobody's fault. */
  | { readonly kind: 'cancelled' }

/** After the commit whatever ends an answer early is the same, unless the client left: it broke. */
export function afterCommit(outcome: Outcome): Outcome {
  const isOver = outcome.kind === 'ok' || outcome.kind === 'cancelled'
  return isOver ? outcome : { kind: 'broken-stream' }
}

/** The instant at which a failed endpoint told that it is back, or null. */
export function toldReturnAt(outcome: Outcome, now: number): number | null {
  return 'told' in outcome && outcome.told !== null ? now + outcome.told.waitMs : null
}
