import type { Log, LogEvent } from '../ports/log.ts'
import type { Context } from './context.ts'
import { eventText } from './event-text.ts'
import { jsonLine, levelOf } from './log-level.ts'

/** What happens in a proxy in the foreground: JSON lines for a program, else a line for each failure and each answer. */
export function proxyLog({ json, output, say }: Pick<Context, 'json' | 'output' | 'say'>): Log {
  if (json) {
    return {
      write: (event) => {
        output.data(jsonLine(event))
      },
    }
  }
  return {
    write: (event) => {
      const style = STYLES[event.event]
      if (style === undefined || (isDetail(event) && levelOf(event) === 'debug')) return
      const text = eventText(event, say)
      output.note(style === 'plain' ? text : output.styled(style, isWithin(event) ? `  ${text}` : text))
    },
  }
}

/** Told before the answer that it led to. */
const isWithin = ({ event }: LogEvent): boolean => event === 'attempt' || event === 'endpoint'

const isDetail = ({ event }: LogEvent): boolean => event === 'attempt' || event === 'probe'

/** What a person is shown while it happens; how it starts and stops is told by the command. */
const STYLES: Readonly<Partial<Record<LogEvent['event'], 'plain' | 'yellow' | 'red'>>> = {
  attempt: 'yellow',
  endpoint: 'yellow',
  switch: 'yellow',
  answer: 'plain',
  probe: 'plain',
  'config-followed': 'plain',
  'config-refused': 'yellow',
  fault: 'red',
}
