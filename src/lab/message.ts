/**
 * What a good answer says: as the events of a stream, each with the phase that
 * is reached once it is out, and as a whole message. Both are made from one
 * plan, so that they agree.
 */
import { answerTo } from './answer-to.ts'
import type { Phase, Serve, Tool, Usage } from './act.ts'

/** What the answer takes from its request and its upstream. */
export interface Occasion {
  readonly upstream: string
  readonly messageId: string
  readonly model: string
  readonly requestBytes: number
  /** Text of the last message. */
  readonly asked: string
}

export interface StreamEvent {
  readonly type: string
  readonly [field: string]: unknown
}

export interface Step {
  readonly event: StreamEvent
  readonly reaches?: Phase
}

interface Block {
  /** What a whole message holds. */
  readonly content: { readonly type: string; readonly [field: string]: unknown }
  /** What `content_block_start` holds. */
  readonly opening: unknown
  readonly deltas: readonly unknown[]
  /** Reached in the midst of the deltas, and at the end. */
  readonly phases: { readonly midst?: Phase; readonly end?: Phase }
}

interface Plan {
  readonly blocks: readonly Block[]
  readonly stopReason: string
  readonly usage: Usage
}

/** The events of the answer in order, as the API sends them. */
export function stepsOf(act: Serve, occasion: Occasion): Step[] {
  const { blocks, stopReason, usage } = planOf(act, occasion)
  const message = { ...head(act, occasion), content: [], stop_reason: null, stop_sequence: null }
  const startUsage = { ...usage, output_tokens: 1 }
  return [
    { event: { type: 'message_start', message: { ...message, usage: startUsage } }, reaches: 'after-start' },
    ...blocks.flatMap(stepsOfBlock),
    {
      event: { type: 'message_delta', delta: { stop_reason: stopReason, stop_sequence: null }, usage },
      reaches: 'after-stop-reason',
    },
    { event: { type: 'message_stop' }, reaches: 'after-stop' },
  ]
}

/** The answer to a request that did not ask for a stream. */
export function wholeMessage(act: Serve, occasion: Occasion): unknown {
  const { blocks, stopReason, usage } = planOf(act, occasion)
  const content = blocks.map((block) => block.content)
  return { ...head(act, occasion), content, stop_reason: stopReason, stop_sequence: null, usage }
}

/** The API's own sign of life. */
export function pings(count: number): Step[] {
  return Array.from({ length: count }, () => ({ event: { type: 'ping' } }))
}

function head(act: Serve, { messageId, model }: Occasion): Record<string, unknown> {
  return { id: messageId, type: 'message', role: 'assistant', model: act.model ?? model }
}

function planOf(act: Serve, occasion: Occasion): Plan {
  const text = act.text ?? answerTo(occasion.asked) ?? `hello from ${occasion.upstream}`
  const tools = toolsOf(act)
  const pieces = act.deltas ?? 4
  const blocks = [
    ...(act.thinking === undefined ? [] : [thinkingBlock(act.thinking, pieces)]),
    ...(text === '' ? [] : [textBlock(text, pieces)]),
    ...tools.map((tool, at) => toolBlock(tool, `toolu_${occasion.messageId}_${at}`, pieces)),
  ]
  const said = JSON.stringify(blocks.map((block) => block.content))
  const usage = {
    input_tokens: tokensOf(occasion.requestBytes),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: 0,
    output_tokens: tokensOf(said.length),
    ...act.usage,
  }
  return { blocks, stopReason: act.stopReason ?? (tools.length === 0 ? 'end_turn' : 'tool_use'), usage }
}

function toolsOf({ breakAt, tool }: Serve): readonly Tool[] {
  if (tool !== undefined) return [tool].flat()
  const breaksInTool = breakAt?.phase === 'in-tool-json' || breakAt?.phase === 'after-tool-block'
  return breaksInTool ? [{ name: 'Read', input: { file_path: 'README.md' } }] : []
}

/** The usual rule of thumb: four bytes a token. */
export function tokensOf(bytes: number): number {
  return Math.ceil(bytes / 4)
}

function thinkingBlock(thinking: string, pieces: number): Block {
  const signature = Buffer.from(`signature of ${thinking}`).toString('base64')
  return {
    content: { type: 'thinking', thinking, signature },
    opening: { type: 'thinking', thinking: '', signature: '' },
    deltas: [
      ...split(thinking, pieces).map((piece) => ({ type: 'thinking_delta', thinking: piece })),
      { type: 'signature_delta', signature },
    ],
    phases: {},
  }
}

function textBlock(text: string, pieces: number): Block {
  return {
    content: { type: 'text', text },
    opening: { type: 'text', text: '' },
    deltas: split(text, pieces).map((piece) => ({ type: 'text_delta', text: piece })),
    phases: { midst: 'in-text', end: 'after-text-block' },
  }
}

function toolBlock(tool: Tool, id: string, pieces: number): Block {
  const { name, input } = tool
  return {
    content: { type: 'tool_use', id, name, input },
    opening: { type: 'tool_use', id, name, input: {} },
    // The API opens a tool's input with an empty delta.
    deltas: ['', ...split(JSON.stringify(input), pieces)].map((piece) => ({
      type: 'input_json_delta',
      partial_json: piece,
    })),
    phases: { midst: 'in-tool-json', end: 'after-tool-block' },
  }
}

function stepsOfBlock({ opening, deltas, phases }: Block, index: number): Step[] {
  const midst = Math.floor(deltas.length / 2)
  const first = index === 0
  return [
    {
      event: { type: 'content_block_start', index, content_block: opening },
      ...(first && { reaches: 'after-block-start' }),
    },
    ...pings(first ? 1 : 0),
    ...deltas.map((delta, at) => ({
      event: { type: 'content_block_delta', index, delta },
      ...(at === midst && phases.midst && { reaches: phases.midst }),
    })),
    { event: { type: 'content_block_stop', index }, ...(phases.end && { reaches: phases.end }) },
  ]
}

/** At most `count` pieces of about the same length, none empty, no character torn apart. */
function split(text: string, count: number): string[] {
  const characters = Array.from(text)
  const length = Math.ceil(characters.length / count)
  const pieces = Array.from({ length: Math.min(count, characters.length) }, (_, at) =>
    characters.slice(at * length, (at + 1) * length).join(''),
  )
  return pieces.filter((piece) => piece !== '')
}
