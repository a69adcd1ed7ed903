/** What an answer takes from the body of its request. */
export interface Question {
  readonly model: string
  readonly streams: boolean
  /** The text of its last message; empty where that is not a text alone. */
  readonly text: string
}

/** Null for what the API calls an invalid request. */
export function readQuestion(body: Buffer): Question | null {
  const asked = parse(body.toString())
  if (typeof asked !== 'object' || asked === null || !('model' in asked)) return null
  if (typeof asked.model !== 'string') return null
  const streams = 'stream' in asked && asked.stream === true
  return { model: asked.model, streams, text: 'messages' in asked ? lastText(asked.messages) : '' }
}

function lastText(messages: unknown): string {
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : null
  const isMessage = typeof last === 'object' && last !== null && 'content' in last
  return isMessage && typeof last.content === 'string' ? last.content : ''
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
