import type { HeaderLines } from './headers.ts'

/** Names of headers whose values nobody is shown; a client may have been given some of its own for what stands before an endpoint. */
const SECRET = /auth|cookie|credential|key|passw|secret|signature|token/i

export const HIDDEN = '•••'

/** Header lines as people may see them: nothing is left out, and what may be a secret is hidden. */
export const shownHeaders = (lines: HeaderLines): string[] =>
  lines.map((one, at) => (at % 2 === 1 && SECRET.test(lines[at - 1] ?? '') ? HIDDEN : one))
