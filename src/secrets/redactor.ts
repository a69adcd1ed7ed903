import type { Redactor } from '../ports/redactor.ts'

/** Shorter ones would blot out ordinary words. */
const SHORTEST = 8
/** From this length on the end is shown, so that a person can tell two keys apart. */
const LONG = 20
const SHOWN = 4

/**
 * What is taken for a key although nobody said so:
 * - what follows `Bearer` when it has at least 16 of the characters of a token;
 * - `sk-ant-` with at least 8 more of `A-Z a-z 0-9 _ -`, as Anthropic's keys;
 * - `qcc_` with the 43 of a client token;
 * - `sk-` with at least 16 more of them, as most other vendors' keys.
 */
const SHAPES = /\b(?:([Bb]earer\s+)([\w.~+/-]{16,}=*)|(qcc_[\w-]{43}|sk-(?:ant-[\w-]{8,}|[\w-]{16,})))/g

/**
 * Replaces every learnt secret of at least 8 characters, as it is and as JSON
 * writes it, and everything that looks like a key. What remains is `***`, and
 * of a secret of at least 20 characters its last 4.
 */
export function createRedactor(): Redactor {
  const spellings = new Set<string>()
  let learnt: RegExp | null = null
  return {
    learn: (secret) => {
      if (secret.length < SHORTEST || spellings.has(secret)) return
      spellings.add(secret).add(JSON.stringify(secret).slice(1, -1))
      // Longest first, so that of two that begin alike the whole one is found.
      const inOrder = [...spellings].sort((a, b) => b.length - a.length)
      learnt = new RegExp(inOrder.map(literally).join('|'), 'g')
    },
    // The learnt ones first: a shape may end in the middle of one, and would leave its rest.
    redact: (text) => {
      const known = learnt === null ? text : text.replace(learnt, mark)
      return known.replace(SHAPES, (_whole, lead: string | undefined, token = '', key = '') =>
        lead === undefined ? mark(String(key)) : lead + mark(String(token)),
      )
    },
  }
}

const literally = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

const mark = (secret: string): string => (secret.length < LONG ? '***' : `***${secret.slice(-SHOWN)}`)
