/** What an answer takes from the body of its request. */
export interface Question {
  readonly model: string
  readonly streams: boolean
}

/** Null for what the API calls an invalid request. */
export function readQuestion(body: Buffer): Question | null {
  const asked = parse(body.toString())
  if (typeof asked !== 'object' || asked === null || !('model' in asked)) return null
  if (typeof asked.model !== 'string') return null
  return { model: asked.model, streams: 'stream' in asked && asked.stream === true }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
