import { NO_RECEIPT, type Receipt } from '../core/usage.ts'
import { asObject, asText, parseObject } from './json.ts'
import { withSaid } from './receipt.ts'
import { SseParser, type SseEvent } from './sse-parser.ts'

/** How a stream came to its end by its own word. Offsets are into the chunk that was being fed. */
export type Terminal =
  | { readonly kind: 'stop'; readonly endsAt: number }
  /** An SSE `error` event; what stands before `beginsAt` is good. */
  | { readonly kind: 'error'; readonly data: string; readonly beginsAt: number }

/**
 * Reads a Messages stream beside the bytes that pass, to know five things:
 * whether it is one at all, whether content began (the commit), whether it
 * could end here, whether it said that it ended, and what it used.
 * Source: https://docs.claude.com/en/docs/build-with-claude/streaming
 */
export class StreamWatch {
  readonly #parser = new SseParser((event) => {
    this.#onEvent(event)
  })
  #lastEndedAt = 0
  #openBlocks = 0

  /** A `message_start` was seen. */
  started = false
  /** Content, or the reason why there is none, was seen. */
  hasContent = false
  /** The model said why it stopped. */
  hasStopReason = false
  /** There was an event that is none of this protocol: its data no JSON object, where there is no name or it begins the message. */
  isGarbled = false
  terminal: Terminal | null = null
  /** What the stream said of itself. */
  receipt: Receipt = NO_RECEIPT
  /** Events so far, without pings. */
  events = 0

  /** Reads one chunk. Once `terminal` is set, what follows is not looked at. */
  feed(chunk: Buffer): void {
    this.#lastEndedAt = 0
    if (this.terminal === null) this.#parser.feed(chunk)
  }

  /** The bytes are over, with or without a last newline. */
  end(): void {
    if (this.terminal === null) this.#parser.end()
  }

  /** Whether a stream that ends now has said everything: some relays never send `message_stop`. */
  get isComplete(): boolean {
    return this.terminal?.kind === 'stop' || (this.hasStopReason && this.#openBlocks === 0)
  }

  /** Bytes of the event that has not ended yet. */
  get pendingBytes(): number {
    return this.#parser.pendingBytes
  }

  #onEvent(event: SseEvent): void {
    if (this.terminal !== null) return
    const name = event.name === '' ? this.#nameInside(event) : event.name
    if (name !== 'ping') this.events += 1
    this.#apply(name, event)
    this.#lastEndedAt = event.endsAt
  }

  /** Some relays send the data alone. */
  #nameInside(event: SseEvent): string {
    const value = parseObject(event.data())
    this.isGarbled ||= value === null
    return asText(value?.['type'])
  }

  #apply(name: string, event: SseEvent): void {
    switch (name) {
      case 'message_start':
        this.#onMessageStart(event.data())
        break
      case 'content_block_start':
        this.#openBlocks += 1
        break
      case 'content_block_delta':
        this.hasContent ||= hasPayload(event.data())
        break
      case 'content_block_stop':
        this.#openBlocks -= 1
        this.hasContent = true
        break
      case 'message_delta':
        this.#onMessageDelta(event.data())
        break
      case 'message_stop':
        this.terminal = { kind: 'stop', endsAt: event.endsAt }
        break
      case 'error':
        this.terminal = { kind: 'error', data: event.data(), beginsAt: this.#lastEndedAt }
        break
      default: // pings, and events that are not known today
    }
  }

  #onMessageStart(data: string): void {
    const value = parseObject(data)
    // What is no JSON for us is none for a client.
    this.isGarbled ||= value === null
    this.started = !this.isGarbled
    this.receipt = withSaid(this.receipt, asObject(value?.['message']))
  }

  #onMessageDelta(data: string): void {
    const value = parseObject(data)
    const stopReason = asObject(value?.['delta'])?.['stop_reason']
    this.receipt = withSaid(this.receipt, { stop_reason: stopReason, usage: value?.['usage'] })
    if (asText(stopReason) === '') return
    this.hasStopReason = true
    this.hasContent = true
  }
}

/** The members of a delta that carry content; an empty first delta promises nothing. */
const PAYLOADS = ['text', 'thinking', 'partial_json', 'signature', 'citation', 'data'] as const

function hasPayload(data: string): boolean {
  const delta = asObject(parseObject(data)?.['delta'])
  if (delta === null) return false
  const known = PAYLOADS.filter((member) => member in delta)
  // A kind of delta that is not known today is taken for content.
  return known.length === 0 || known.some((member) => delta[member] !== '' && delta[member] !== null)
}
