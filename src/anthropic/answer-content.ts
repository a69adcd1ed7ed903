/** What an answer says, for a person to read. Nothing that passes through is read like this. */
import { asObject, asText, parseObject, type JsonObject } from './json.ts'
import { SseParser } from './sse-parser.ts'

/** A call of a tool, as a client would send it back. */
export interface ToolUse {
  readonly id: string
  readonly name: string
  /** JSON, as it came in pieces. */
  readonly input: string
}

export interface AnswerContent {
  readonly text: string
  /** There is a thinking block, shown or not. */
  readonly hasThinking: boolean
  readonly tools: readonly ToolUse[]
}

interface Block {
  readonly opening: JsonObject
  text: string
  input: string
}

/** Of a whole message or of a stream, whichever the body holds; empty when it is neither. */
export const answerContent = (body: Buffer): AnswerContent => wholeContent(body) ?? streamContent(body)

/** Of a stream, as far as it came. */
export function streamContent(body: Buffer): AnswerContent {
  const blocks: Block[] = []
  const parser = new SseParser((event) => {
    const value = parseObject(event.data())
    if (value !== null) onEvent(blocks, value)
  })
  parser.feed(body)
  parser.end()
  return contentOf(blocks)
}

/** Of a whole message; null when it is none. */
function wholeContent(body: Buffer): AnswerContent | null {
  const content = parseObject(body.toString())?.['content']
  if (!Array.isArray(content)) return null
  const blocks = content.map((one): Block => {
    const opening = asObject(one) ?? {}
    const input = opening['input'] === undefined ? '' : JSON.stringify(opening['input'])
    return { opening, text: asText(opening['text']), input }
  })
  return contentOf(blocks)
}

function contentOf(blocks: readonly Block[]): AnswerContent {
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
