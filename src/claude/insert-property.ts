import type { Node } from 'jsonc-parser'
import { commaBehind, commentEnd } from './json-trivia.ts'

/** The text with a property behind the last one of `object`, laid out as its neighbours are. */
export function inserted(body: string, object: Node, key: string, raw: string): string {
  const last = (object.children ?? []).at(-1)
  return last === undefined
    ? intoEmpty(body, object, key, raw)
    : behind(body, last, { text: `"${key}"${colonOf(body, last)}${raw}`, before: gapBefore(body, object) })
}

interface Addition {
  readonly text: string
  /** What stands between two neighbours, without the comma. */
  readonly before: string
}

/** Behind the comma and the comment that belong to the last property. */
function behind(body: string, last: Node, { before, text }: Addition): string {
  const end = last.offset + last.length
  const comma = commaBehind(body, end)
  const from = comma === null ? end : comma + 1
  const at = /[\r\n]/.test(before) ? commentEnd(body, from) : from
  if (comma !== null) return `${body.slice(0, at)}${before}${text},${body.slice(at)}`
  return `${body.slice(0, end)},${body.slice(end, at)}${before}${text}${body.slice(at)}`
}

function intoEmpty(body: string, object: Node, key: string, raw: string): string {
  const end = object.offset + object.length - 1
  const inner = body.slice(object.offset + 1, end)
  const isInOneLine = object.offset !== body.search(/\S/) && !/[\r\n]/.test(body.trimEnd())
  if (isInOneLine && inner.trim() === '') {
    return `${body.slice(0, object.offset + 1)}"${key}":${raw}${body.slice(end)}`
  }
  const outer = indentAt(body, object.offset)
  const eol = lineBreakOf(body)
  const text = `${inner.trimEnd()}${eol}${outer}${unitOf(body)}"${key}": ${raw}${eol}${outer}`
  return body.slice(0, object.offset + 1) + text + body.slice(end)
}

/** What stands before the last property of an object that has some. */
function gapBefore(body: string, object: Node): string {
  const children = object.children ?? []
  const [last, before] = [children.at(-1), children.at(-2)]
  const at = last?.offset ?? object.offset
  const from = before === undefined ? object.offset + 1 : before.offset + before.length
  const gap = body.slice(from, at)
  if (/[\r\n]/.test(gap)) return lineBreakOf(body) + indentAt(body, at)
  if (before === undefined) return colonOf(body, last).endsWith(' ') ? ' ' : ''
  return /^,([ \t]*)$/.exec(gap)?.[1] ?? ' '
}

/** The colon of a property with the spaces around it. */
function colonOf(body: string, property: Node | undefined): string {
  const [key, value] = property?.children ?? []
  if (key === undefined || value === undefined) return ': '
  const between = body.slice(key.offset + key.length, value.offset)
  return /^[ \t]*:[ \t]*$/.test(between) ? between : ': '
}

/** The white space that the line of this place begins with. */
function indentAt(body: string, offset: number): string {
  const line =
    body
      .slice(0, offset)
      .split(/[\r\n]/)
      .at(-1) ?? ''
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}

const lineBreakOf = (body: string): string => /\r\n|\n|\r/.exec(body)?.[0] ?? '\n'

/** One step of indentation: that of the first line that has any. */
const unitOf = (body: string): string => /[\r\n]([ \t]+)\S/.exec(body)?.[1] ?? '  '
