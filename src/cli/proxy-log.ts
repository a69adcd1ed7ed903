import type { Log, LogEvent } from '../ports/log.ts'
import type { Context } from './context.ts'

/** What happens in a proxy in the foreground: JSON lines for a program, else a line for each failure and each answer. */
export function proxyLog({ json, output, say }: Pick<Context, 'json' | 'output' | 'say'>): Log {
  if (json) {
    return {
      write: (event) => {
        output.data(JSON.stringify(event))
      },
    }
  }
  const line = (event: LogEvent): string | null => {
    switch (event.event) {
      case 'commit':
        return null
      case 'attempt':
        if (event.outcome === 'ok') return null
        return output.styled('yellow', `  ${say('log.attempt', { ...event, ms: event.tookMs })}`)
      case 'answer': {
        const { attempts, ending, endpoint, method, path, status, tookMs: ms } = event
        const values = { attempts, ending, endpoint: endpoint ?? '', method, path, status: status ?? '-', ms }
        return say(endpoint === null ? 'log.answer-ours' : 'log.answer', values)
      }
      case 'fault':
        return output.styled('red', say('log.fault', event))
    }
  }
  return {
    write: (event) => {
      const text = line(event)
      if (text !== null) output.note(text)
    },
  }
}
