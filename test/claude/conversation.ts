/**
 * What the model says, by what a request of Claude Code holds. The same request
 * gets the same answer wherever and however often it is asked: a client that
 * repeats itself, or asks to go on, is led through the same conversation.
 */
import type { Serve, Tool } from '../../src/lab/act.ts'
import type { SeenRequest } from '../../src/lab/exchange.ts'

/** The file in the client's folder to which each run of a tool adds a line. */
export const RAN = 'ran.txt'

/** A tool that leaves a trace each time that it runs. */
const traced = (mark = 'main'): Tool => ({
  name: 'Bash',
  input: { command: `echo ${mark} >> ${RAN}`, description: 'Leave a trace' },
})

const agent = (name: string, isWaitedFor: boolean): Tool => ({
  name: 'Agent',
  input: { description: name, prompt: `You are ${name}. Leave a trace.`, run_in_background: !isWaitedFor },
})

/** What is said, turn by turn; the last turn calls no tool. */
export type Conversation = readonly Pick<Serve, 'text' | 'tool' | 'thinking' | 'deltas' | 'manner'>[]

export const GREETING: Conversation = [{ text: 'hello from the model' }]

/** One tool, and the word about its result. */
export const ONE_TOOL: Conversation = [{ text: 'Leaving a trace.', tool: traced() }, { text: 'It is done.' }]

/** A tool, two sub-agents side by side, and the word about what they found. Who is not waited for reports later. */
export const twoAgents = (areWaitedFor: boolean): Conversation => [
  { text: 'First a trace.', tool: traced() },
  { text: 'Now two agents.', tool: [agent('north', areWaitedFor), agent('south', areWaitedFor)] },
  { text: 'All is done.' },
]

/** What a sub-agent says. */
const OF_AN_AGENT: Conversation = [
  { text: 'A trace.', tool: traced('agent') },
  { text: 'The agent is done.' },
]

/** The answer to a request: the turn is told by the tools that have been run and answered. */
export function answerTo(request: SeenRequest, main: Conversation): Serve {
  const turns = agentOf(request) === null ? main : OF_AN_AGENT
  const turnAfter = [0]
  for (const [at, { tool }] of turns.entries()) {
    for (const _ of [tool ?? []].flat()) turnAfter.push(at + 1)
  }
  const said = turns[turnAfter[resultsIn(request)] ?? turns.length - 1]
  return { do: 'serve', ...said }
}

interface Body {
  readonly messages: readonly { readonly content: string | readonly { readonly type: string }[] }[]
}

function resultsIn({ body }: SeenRequest): number {
  const { messages } = JSON.parse(body.toString()) as Body
  const blocks = messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content))
  return blocks.filter(({ type }) => type === 'tool_result').length
}

const headerOf = (request: SeenRequest, wanted: string): string | null =>
  request.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null

/** The session that a request belongs to, or null when it says none: then it is none of Claude Code's. */
export const sessionOf = (request: SeenRequest): string | null =>
  headerOf(request, 'x-claude-code-session-id')

/** The sub-agent that asks, or null for the session itself. */
export const agentOf = (request: SeenRequest): string | null => headerOf(request, 'x-claude-code-agent-id')
