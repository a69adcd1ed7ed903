import type { Manner } from './act.ts'
import type { StreamEvent } from './message.ts'

/** One server-sent event on the wire, its blank line included. */
export function encodeEvent(event: StreamEvent, manner: Manner): string {
  const eol = manner.eol ?? '\n'
  // The lines of a `data` field are joined by line feeds, which JSON takes as white space.
  const data =
    manner.multiLineData === true ? JSON.stringify(event, null, 1).split('\n') : [JSON.stringify(event)]
  const comment = manner.comments === true ? [': comment'] : []
  const lines = [
    ...(comment.length > 0 ? [...comment, ''] : []),
    ...(manner.omitEventLines === true ? [] : [`event: ${event.type}`]),
    ...comment,
    ...data.map((line) => `data: ${line}`),
    '',
  ]
  return lines.map((line) => line + eol).join('')
}
