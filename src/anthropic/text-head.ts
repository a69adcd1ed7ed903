import { elementsOf, valuesIn } from './peek.ts'

const QUOTE = 34
const BRACKET = 91
/** What one character may take in JSON: `\uXXXX`. */
const CHARACTER_BYTES = 6
/** A string up to a character that is whole, from its opening quote on. */
const WHOLE_CHARACTERS = /^"(?:[^"\\]|\\u[0-9a-f]{4}|\\[^u])*/i

/**
 * The first `most` characters of what a content says, a text or a list of blocks with a line each, whatever marks
 * stand beside it: those for the cache move from turn to turn. Only so much is parsed: blocks may hold megabytes of images.
 */
export function textHead(content: Buffer, most: number): string {
  if (content[0] === QUOTE) return stringHead(content, most)
  if (content[0] !== BRACKET) return ''
  let text: string | null = null
  for (const block of elementsOf(content)) {
    const said = valuesIn([block], ['text']).get('text')
    const line = said?.[0] === QUOTE ? stringHead(said, most) : ''
    text = text === null ? line : `${text}\n${line}`
    if (text.length >= most) break
  }
  return (text ?? '').slice(0, most)
}

function stringHead(json: Buffer, most: number): string {
  const beginning = json.toString('utf8', 0, 1 + most * CHARACTER_BYTES)
  const isCut = json.length > 1 + most * CHARACTER_BYTES
  try {
    const text = isCut ? `${WHOLE_CHARACTERS.exec(beginning)?.[0] ?? ''}"` : beginning
    return String(JSON.parse(text)).slice(0, most)
  } catch {
    return ''
  }
}
