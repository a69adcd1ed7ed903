import { SseParser } from '../../src/anthropic/sse-parser.ts'

/** What a person would read of an answer, and how many messages begin in it. */
export interface Read {
  readonly text: string
  readonly starts: number
}

interface Event {
  readonly type: string
  readonly delta?: { readonly text?: string }
}

/** Reads the events of a stream, with or without their names. */
export function readStream(body: Buffer): Read {
  let text = ''
  let starts = 0
  const parser = new SseParser((event) => {
    const { delta, type } = JSON.parse(event.data()) as Event
    if (type === 'message_start') starts += 1
    if (type === 'content_block_delta') text += delta?.text ?? ''
  })
  parser.feed(body)
  parser.end()
  return { text, starts }
}

/** Reads a whole message. */
export function readWhole(body: Buffer): Read {
  const message = JSON.parse(body.toString()) as { readonly content: readonly { readonly text?: string }[] }
  return { text: message.content.map((block) => block.text ?? '').join(''), starts: 1 }
}
