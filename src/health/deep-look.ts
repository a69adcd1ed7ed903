/**
 * What an endpoint can do besides answering a question. Asked for by a person
 * only: it costs some ten thousand tokens. What it cannot do is told and is no
 * failure, since many that serve well lack some of it.
 */
import { asObject, parseObject } from '../anthropic/json.ts'
import type { ToolUse } from '../anthropic/answer-content.ts'
import type { Line, Looked } from '../core/health/judgement.ts'
import { NO_TOKENS, say, sumOf, type Contact, type Message, type Said, type Tokens } from './contact.ts'
import { met } from './met.ts'
import { postRequest } from './probe-request.ts'

export interface DeepLook {
  readonly lines: readonly Line[]
  readonly tokens: Tokens
}

/** Looks at one thing after the other. Never rejects. */
export async function deepLook(contact: Contact): Promise<DeepLook> {
  const parts = [
    await counted(contact),
    ...(await longPrompts(contact)),
    await toolTrip(contact),
    await thought(contact),
  ]
  return {
    lines: parts.map(({ line }) => line),
    tokens: parts.map(({ tokens }) => tokens).reduce(sumOf, NO_TOKENS),
  }
}

interface Part {
  readonly line: Line
  readonly tokens: Tokens
}

const part = (looked: Looked, isFine: boolean | null, seen: string, tokens: Tokens = NO_TOKENS): Part => ({
  line: { looked, isFine, seen },
  tokens,
})

/** A refusal in the endpoint's words; null when it served. */
const refusalIn = ({ met: { seen, why } }: Said): string | null => (seen.outcome.kind === 'ok' ? null : why)

const user = (content: unknown): object => ({ role: 'user', content })

async function counted({ endpoint, key, model, now, send }: Contact): Promise<Part> {
  const content = { model, messages: [user('How many tokens is this?')] }
  const exchanged = await send(postRequest(endpoint, key, '/v1/messages/count_tokens', content))
  const known = met(exchanged, () => null, endpoint, now())
  const body = exchanged.kind === 'answer' ? parseObject(exchanged.body.toString()) : null
  const tokens = body?.['input_tokens']
  const isCount = known.seen.outcome.kind === 'ok' && typeof tokens === 'number' && tokens > 0
  return part('count-tokens', isCount, isCount ? String(tokens) : known.why)
}

/** 30 KB: more than the smallest prompt that any model caches. */
const LONG_BYTES = 30 * 2 ** 10
const SENTENCE = 'The quick brown fox jumps over the lazy dog, and nobody asks why. '
const LONG_TEXT = SENTENCE.repeat(Math.ceil(LONG_BYTES / SENTENCE.length))
const SHORT_ROOM = 16

/** The same long prompt twice: the second time a cache has it. */
async function longPrompts(contact: Contact): Promise<readonly Part[]> {
  // What was there before this look would say nothing.
  const mark = `Look number ${String(contact.now())}. `
  const system = [{ type: 'text', text: mark + LONG_TEXT, cache_control: { type: 'ephemeral' } }]
  const message: Message = { max_tokens: SHORT_ROOM, system, messages: [user('Reply with the word ok.')] }
  const first = await say(contact, message)
  const refused = refusalIn(first)
  const long = part('long-prompt', refused === null, refused ?? '', first.tokens)
  if (refused !== null) return [long]
  const second = await say(contact, message)
  const usage = second.answer.receipt.usage
  const read = usage?.cacheRead ?? 0
  const isKnown = refusalIn(second) === null && usage !== null
  return [long, part('caching', isKnown ? read > 0 : null, refusalIn(second) ?? String(read), second.tokens)]
}

const TOOL = {
  name: 'look_up_word',
  description: 'Gives the word that a number stands for.',
  input_schema: { type: 'object', properties: { number: { type: 'integer' } }, required: ['number'] },
}
const NUMBER = 7
const WORD = 'marmalade'
const TOOL_ROOM = 256

/** A tool is called with the right input, and its result is used. */
async function toolTrip(contact: Contact): Promise<Part> {
  const ask = user(
    `Which word does the number ${String(NUMBER)} stand for? Use the tool, then reply with the word only.`,
  )
  const common = { max_tokens: TOOL_ROOM, tools: [TOOL] }
  const first = await say(contact, {
    ...common,
    tool_choice: { type: 'tool', name: TOOL.name },
    messages: [ask],
  })
  const [call] = first.answer.tools
  const refused = refusalIn(first)
  if (refused !== null || call === undefined)
    return part('tool', false, refused ?? 'not called', first.tokens)
  const input = parseObject(call.input)
  if (call.name !== TOOL.name || input?.['number'] !== NUMBER) {
    return part('tool', false, `${call.name} ${call.input}`, first.tokens)
  }
  const second = await say(contact, { ...common, messages: [ask, called(call, input), resultOfTool(call)] })
  const isUsed = second.answer.text.toLowerCase().includes(WORD)
  return part('tool', isUsed, refusalIn(second) ?? second.answer.text, sumOf(first.tokens, second.tokens))
}

const called = ({ id, name }: ToolUse, input: object): object => ({
  role: 'assistant',
  content: [{ type: 'tool_use', id, name, input: asObject(input) }],
})

const resultOfTool = ({ id }: ToolUse): object =>
  user([{ type: 'tool_result', tool_use_id: id, content: WORD }])

/** The least that the API lets a model think. */
const THINKING_TOKENS = 1_024
const THINKING_ROOM = 1_536

async function thought(contact: Contact): Promise<Part> {
  const said = await say(contact, {
    max_tokens: THINKING_ROOM,
    thinking: { type: 'enabled', budget_tokens: THINKING_TOKENS },
    messages: [user('What is 27 times 43? Reply with the number only.')],
  })
  return part('thinking', said.answer.hasThinking, refusalIn(said) ?? '', said.tokens)
}
