/** How far an attempt got. It decides what may follow: after `committed`, nothing. */
export type Progress = 'not-sent' | 'sent' | 'streaming' | 'committed'

/** What an attempt was waiting for when its time ran out. */
export type Phase = 'connection' | 'first-content' | 'more-content'

/** What came of one attempt at one endpoint. The only vocabulary the core has for failure. */
export type Outcome =
  /** Complete up to the terminal event. */
  | { readonly kind: 'ok' }
  /** 429: the endpoint has had enough of us, until `retryAfterMs` from now if it said so. */
  | { readonly kind: 'rate-limited'; readonly retryAfterMs: number | null }
  /** 529 or `overloaded_error`: the endpoint has had enough of everybody. */
  | { readonly kind: 'overloaded'; readonly retryAfterMs: number | null }
  /** 5xx and other answers that say nothing about the request. */
  | { readonly kind: 'unavailable'; readonly retryAfterMs: number | null }
  /** No answer at all: refused, no such host, TLS, reset before the headers. */
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'timed-out'; readonly phase: Phase }
  /** The key is not accepted. */
  | { readonly kind: 'credential' }
  /** The account has no money left. */
  | { readonly kind: 'balance' }
  | { readonly kind: 'model-missing' }
  /** The request's own fault: no other endpoint would do better. */
  | { readonly kind: 'rejected' }
  /** 200, but not a message: HTML, an unknown shape, bytes that are not HTTP. */
  | { readonly kind: 'malformed' }
  /** 200 and nothing in it. */
  | { readonly kind: 'empty' }
  /** The answer began and did not end. */
  | { readonly kind: 'broken-stream' }
  /** The client left: nobody's fault. */
  | { readonly kind: 'cancelled' }
