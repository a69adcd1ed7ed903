/** A whole stream, read at once: what it says, and whether it is complete. For checks of ours; nothing passes here. */
import type { Fault } from '../core/classify.ts'
import type { Receipt } from '../core/usage.ts'
import { asObject, asText, parseObject, type JsonObject } from './json.ts'
import { SseParser } from './sse-parser.ts'
import { StreamReader } from './stream-reader.ts'

/** A call of a tool, as a client would send it back. */
export interface ToolUse {
  readonly id: string
  readonly name: string
  /** JSON, as it came in pieces. */
  readonly input: string
}

export interface StreamAnswer {
  /** Null when it is a complete message. */
  readonly fault: Fault | null
  readonly receipt: Receipt
  readonly text: string
  /** There is a thinking block, shown or not. */
  readonly hasThinking: boolean
  readonly tools: readonly ToolUse[]
}

export function streamAnswer(body: Buffer): StreamAnswer {
  const reader = new StreamReader({ events: Infinity, bytes: Infinity })
  const step = reader.onChunk(body, 0)
  const last =
    step.kind === 'hold' || step.kind === 'pass' ? reader.onEnd(step.kind === 'hold' ? body : null) : step
  const fault = last.kind === 'fail' ? last.fault : null
  return { fault, receipt: reader.receipt, ...contentOf(body) }
}

type Content = Pick<StreamAnswer, 'text' | 'hasThinking' | 'tools'>

interface Block {
  readonly opening: JsonObject
  text: string
  input: string
}

function contentOf(body: Buffer): Content {
  const blocks: Block[] = []
  const parser = new SseParser((event) => {
    const value = parseObject(event.data())
    if (value !== null) onEvent(blocks, value)
  })
  parser.feed(body)
  parser.end()
  const ofType = (...types: readonly string[]) =>
    blocks.filter(({ opening }) => types.includes(asText(opening['type'])))
  return {
    text: ofType('text')
      .map(({ text }) => text)
      .join(''),
    hasThinking: ofType('thinking', 'redacted_thinking').length > 0,
    tools: ofType('tool_use').map(({ input, opening }) => {
      return { id: asText(opening['id']), name: asText(opening['name']), input }
    }),
  }
}

/** Deltas belong to the block that was opened last: blocks never interleave. */
function onEvent(blocks: Block[], value: JsonObject): void {
  if (value['type'] === 'content_block_start') {
    const opening = asObject(value['content_block']) ?? {}
    blocks.push({ opening, text: asText(opening['text']), input: '' })
  }
  const block = blocks.at(-1)
  const delta = value['type'] === 'content_block_delta' ? asObject(value['delta']) : null
  if (block === undefined || delta === null) return
  block.text += asText(delta['text'])
  block.input += asText(delta['partial_json'])
}
