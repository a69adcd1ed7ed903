/**
 * What a scripted upstream does with one message request. An act is data, so
 * that a scenario can be read from a file, shown and repeated.
 */

/** How far an answer gets before it breaks. The message phases are those of a stream. */
export type Phase =
  /** The connection is accepted and nothing is read (on a kept-alive one: `before-headers`). */
  | 'accept'
  /** The request is read, nothing is answered. */
  | 'before-headers'
  /** Status and headers are out. */
  | 'after-headers'
  /** `message_start` is out. */
  | 'after-start'
  /** The first `content_block_start` is out. */
  | 'after-block-start'
  /** Part of the text is out. */
  | 'in-text'
  /** The text's `content_block_stop` is out. */
  | 'after-text-block'
  /** Part of the tool's input is out. */
  | 'in-tool-json'
  /** The tool's `content_block_stop` is out: the client runs it now. */
  | 'after-tool-block'
  /** `message_delta` with the stop reason is out. */
  | 'after-stop-reason'
  /** `message_stop` is out; with `stall` the connection stays open. */
  | 'after-stop'

/** How the connection fails. */
export type Cut =
  /** A TCP reset. */
  | 'reset'
  /** The connection ends, the answer does not: no last chunk, or fewer bytes than announced. */
  | 'end'
  /** Silence until the client gives up. */
  | 'stall'

/** What an answer that has begun may turn into instead: these bytes, or this error, then a clean end. */
export type Derailment =
  | { readonly error: { readonly type: string; readonly message: string } }
  | { readonly bytes: string }

/** In a whole answer each phase after `after-headers` is the middle of the body. A phase the answer lacks breaks nothing. */
export type Break =
  | { readonly phase: 'accept' | 'before-headers'; readonly how: Cut }
  | { readonly phase: Exclude<Phase, 'accept' | 'before-headers'>; readonly how: Cut | Derailment }

/** How a good answer is delivered. Unless noted, for streams and whole answers alike. */
export interface Manner {
  readonly headersAfterMs?: number
  /** From the headers to the first byte of the body. */
  readonly firstAfterMs?: number
  /** Between the events of a stream. */
  readonly everyMs?: number
  /** From the phase of a break to the break. */
  readonly breakAfterMs?: number
  /** Cuts the body every so many bytes, also inside an event or a character; each piece is sent by itself. */
  readonly chunkBytes?: number
  readonly encoding?: Encoding
  readonly contentType?: string
  /** `connection: close`. */
  readonly closeAfter?: boolean
  /** The line ends of a stream. */
  readonly eol?: '\n' | '\r\n' | '\r'
  /** Comment lines between and inside the events of a stream. */
  readonly comments?: boolean
  /** `ping` events ahead of `message_start`. */
  readonly pingsBeforeStart?: number
  /** The last event of a stream lacks its line ends. */
  readonly noFinalNewline?: boolean
  /** Each event's JSON goes over several `data:` lines. */
  readonly multiLineData?: boolean
  /** `data:` lines alone. */
  readonly omitEventLines?: boolean
  /** A stream ends cleanly without `message_stop`. */
  readonly omitStop?: boolean
}

export type Encoding = 'gzip' | 'br' | 'deflate' | 'zstd'

export interface Usage {
  readonly input_tokens: number
  readonly cache_creation_input_tokens: number
  readonly cache_read_input_tokens: number
  readonly output_tokens: number
  /** What else the API tells, such as `cache_creation`, `server_tool_use` or `service_tier`. */
  readonly [field: string]: unknown
}

export interface Tool {
  readonly name: string
  readonly input: object
}

/** A good answer: a stream if the request asks for one, else a whole message. */
export interface Serve {
  readonly do: 'serve'
  /** `hello from NAME`, or the right answer to the question of a check, unless given; '' leaves the block out. */
  readonly text?: string
  /** A thinking block ahead of the text; '' is one with its thinking omitted, a signature alone. */
  readonly thinking?: string
  /** `tool_use` blocks after the text. Breaks in a tool bring their own when there is none. */
  readonly tool?: Tool | readonly Tool[]
  /** The model asked for unless given. */
  readonly model?: string
  /** `end_turn`, or `tool_use` with a tool, unless given. */
  readonly stopReason?: string
  readonly usage?: Partial<Usage>
  readonly headers?: Readonly<Record<string, string>>
  /** How many deltas a block of a stream is split into: 4 unless given. */
  readonly deltas?: number
  readonly manner?: Manner
  readonly breakAt?: Break
}

/** A status with Anthropic's error envelope, whose type follows from the status, or with a body of its own. */
export interface StatusAct {
  readonly do: 'status'
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as it is if a string, else as JSON. Takes the place of the envelope. */
  readonly body?: unknown
  readonly type?: string
  readonly message?: string
  readonly afterMs?: number
}

export type Act =
  | Serve
  | StatusAct
  /** Bytes written to the socket as they are, which is then closed. */
  | { readonly do: 'raw'; readonly bytes: string | Buffer }
  /** 200 without a body. */
  | { readonly do: 'empty' }
  /** 200 with a web page. */
  | { readonly do: 'html' }
  /** 200 with an error envelope. */
  | { readonly do: 'json-error'; readonly type: string; readonly message: string }
