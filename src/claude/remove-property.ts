import type { Node } from 'jsonc-parser'
import { commaBehind } from './json-trivia.ts'

/** The text without a property of `object`, its comma, and the line that it had to itself. */
export function removed(body: string, object: Node, property: Node): string {
  const children = object.children ?? []
  const at = children.indexOf(property)
  const end = property.offset + property.length
  const own = commaBehind(body, end)
  if (own !== null) return without(body, lineOf(body, property.offset, own + 1))
  const before = children[at - 1]
  if (before === undefined) return alone(body, object, [property.offset, end])
  const comma = commaBehind(body, before.offset + before.length) ?? property.offset
  const isPlain = body.slice(comma + 1, property.offset).trim() === ''
  if (isPlain) return body.slice(0, comma) + body.slice(end)
  const rest = without(body, lineOf(body, property.offset, end))
  return rest.slice(0, comma) + rest.slice(comma + 1)
}

type Range = readonly [from: number, to: number]

const without = (body: string, [from, to]: Range): string => body.slice(0, from) + body.slice(to)

/** An object that had nothing else closes again, unless comments are left in it. */
function alone(body: string, object: Node, range: Range): string {
  const inside = [object.offset + 1, object.offset + object.length - 1] as const
  const left = body.slice(inside[0], range[0]) + body.slice(range[1], inside[1])
  return without(body, left.trim() === '' ? inside : lineOf(body, ...range))
}

/** The whole line, with its break, where nothing else stands in it; else the range and the spaces behind it. */
function lineOf(body: string, from: number, to: number): Range {
  const before = /[ \t]*$/.exec(body.slice(0, from))?.[0].length ?? 0
  const [behind = '', lineBreak = ''] = /^[ \t]*(\r\n|\r|\n)?/.exec(body.slice(to)) ?? []
  const beginsLine = /[\r\n]$/.test(body.slice(0, from - before))
  return beginsLine && lineBreak !== '' ? [from - before, to + behind.length] : [from, to + spaces(behind)]
}

const spaces = (behind: string): number => behind.replace(/[\r\n]+$/, '').length
