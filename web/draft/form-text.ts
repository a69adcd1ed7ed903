/** Values as people write them into fields, and back. What is no such value stays as it was written: the proxy says what is wrong. */
import type { SchemaAnswer } from '../../src/admin/contract/form.ts'

type Type = SchemaAnswer['profile'][number]['type']

const NUMBERS: ReadonlySet<Type> = new Set<Type>(['count', 'bytes', 'seconds', 'port'])

export function textOf(type: Type, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string' || typeof value === 'number') return String(value)
  if (type === 'names' && Array.isArray(value)) return value.join('\n')
  if (type === 'map') {
    return Object.entries(value)
      .map(([from, to]) => `${from} = ${String(to)}`)
      .join('\n')
  }
  return JSON.stringify(value, null, 1)
}

/** Nothing written is nothing said. */
export function fromText(type: Type, text: string): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (NUMBERS.has(type)) {
    const number = Number(trimmed)
    return Number.isFinite(number) && !/[.eE]$/.test(trimmed) ? number : text
  }
  return text
}

/** Several lines as the value that they mean, once they are whole. */
export function finished(type: Type, value: unknown): unknown {
  if (typeof value !== 'string') return value
  const lines = value.split(/[\n,]/).flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  if (type === 'names') return lines
  if (type === 'list') return parsed(value)
  return type === 'map' ? pairsIn(lines, value) : value.trim()
}

function pairsIn(lines: readonly string[], written: string): unknown {
  const pairs = lines.map((line) => /^(.*?)\s*=\s*(.*)$/.exec(line))
  return pairs.some((pair) => pair === null)
    ? written
    : Object.fromEntries(pairs.map((pair) => [pair?.[1] ?? '', pair?.[2] ?? '']))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return text
  }
}
