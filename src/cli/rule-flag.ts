import type { EndpointRule } from '../core/config/document.ts'
import { VERDICTS } from '../core/rules.ts'
import { patternFault } from '../document/pattern.ts'
import type { Say } from './texts.ts'

export type GivenRule =
  | { readonly kind: 'rule'; readonly rule: EndpointRule }
  | { readonly kind: 'fault'; readonly why: string }

const STATUS_LEAST = 100
const STATUS_MOST = 999

/** What `--rule` says: `STATUS[,STATUS…][,TYPE][,/PATTERN/]=OUTCOME`. A pattern may have any character in it. */
export function ruleGiven(text: string, say: Say): GivenRule {
  const end = text.lastIndexOf('=')
  if (end < 0) return { kind: 'fault', why: say('option.rule.expected') }
  const outcome = VERDICTS.find((one) => one === text.slice(end + 1).trim())
  if (outcome === undefined) {
    return { kind: 'fault', why: say('option.rule.outcome', { expected: VERDICTS.join(', ') }) }
  }
  const terms = termsOf(text.slice(0, end).trim())
  if (terms === null) return { kind: 'fault', why: say('option.rule.expected') }
  const why = faultIn(terms, say)
  if (why !== null) return { kind: 'fault', why }
  const { pattern, statuses, type } = terms
  const [status] = statuses
  const rule = {
    ...(status === undefined ? {} : { status: statuses.length > 1 ? statuses : status }),
    ...(type === undefined ? {} : { type }),
    ...(pattern === undefined ? {} : { pattern }),
    outcome,
  }
  return { kind: 'rule', rule }
}

/** What a rule asks of a refusal. */
interface Terms {
  readonly statuses: readonly number[]
  readonly type: string | undefined
  readonly pattern: string | undefined
}

/** Null for words that are neither statuses nor one type. */
function termsOf(when: string): Terms | null {
  const [, words = '', pattern] = /^(.*?)(?:(?:^|,)\/(.+)\/)?$/s.exec(when) ?? []
  const terms = words === '' ? [] : words.split(',').map((term) => term.trim())
  const statuses = terms.filter((term) => /^\d+$/.test(term)).map(Number)
  const [type, ...others] = terms.filter((term) => /^[a-z][\w.-]*$/i.test(term))
  const known = statuses.length + (type === undefined ? 0 : 1)
  return others.length > 0 || known < terms.length ? null : { statuses, type, pattern }
}

/** In the order in which a person would mend it. */
function faultIn({ pattern, statuses, type }: Terms, say: Say): string | null {
  if (statuses.length === 0 && type === undefined && pattern === undefined) return say('fault.rule-empty')
  if (statuses.some((one) => one < STATUS_LEAST || one > STATUS_MOST)) return say('fault.status')
  const fault = pattern === undefined ? null : patternFault(pattern)
  return fault === null ? null : say(`fault.${fault}`)
}
