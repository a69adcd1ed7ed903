/**
 * Patterns of a person's rules run on every refusal, and JavaScript's take for
 * ever on some texts. So a pattern is short, repeats no group that can match in
 * several ways, and has few ways to match in all.
 */
const PATTERN_MOST = 200
/** How far a repetition without a limit can go; a message is looked at so far. */
const UNLIMITED = 2_000
const WAYS_MOST = 10_000

/** What is wrong with a pattern, or null. */
export function patternFault(pattern: string): 'pattern' | 'pattern-long' | 'pattern-slow' | null {
  if (pattern.length > PATTERN_MOST) return 'pattern-long'
  if (!compiles(pattern)) return 'pattern'
  return isSlow(pattern) ? 'pattern-slow' : null
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'i') instanceof RegExp
  } catch {
    return false
  }
}

/** Escapes, classes, the beginnings of groups, repetitions; everything else is a character of its own. */
const TOKENS = /\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:<?[=!]|:|<\w+>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??|./gsu

function isSlow(pattern: string): boolean {
  let ways = 1
  /** For each open group, whether it can match in several ways; the outermost is the pattern. */
  const open = [false]
  let closed = false
  for (const [token] of pattern.matchAll(TOKENS)) {
    const { least, most } = repetition(token)
    if (most > 1 && closed) return true
    if (token.startsWith('(')) open.push(false)
    if (token === '|' || most > least) open[open.length - 1] = true
    if (most > least) ways *= most - least + 1
    closed = token === ')' && open.pop() === true
    if (closed) open[open.length - 1] = true
  }
  return ways > WAYS_MOST
}

/** How often a token repeats what stands before it; once each for what is no repetition. */
function repetition(token: string): { readonly least: number; readonly most: number } {
  const [, from, comma, to] = /^\{(\d+)(,?)(\d*)\}/.exec(token) ?? []
  if (from !== undefined) {
    const most = comma === '' ? from : to
    return { least: Number(from), most: most === '' ? UNLIMITED : Number(most) }
  }
  if (token.startsWith('*') || token.startsWith('+')) return { least: 0, most: UNLIMITED }
  return token.startsWith('?') ? { least: 0, most: 1 } : { least: 1, most: 1 }
}
