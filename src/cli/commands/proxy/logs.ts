import { AppError } from '../../../errors/app-error.ts'
import { LOG_LEVELS, type LogLevel } from '../../../settings/schema.ts'
import type { Context } from '../../context.ts'
import { logFolder } from '../../log-files.ts'
import { readable, requestOf, type LogLine } from '../../log-line.ts'
import { readLog, type LogReading } from '../../read-log.ts'

export interface ProxyLogsFlags {
  /** How many of the last ones. */
  readonly lines?: number
  readonly follow?: boolean
  /** The least that is shown. */
  readonly level?: LogLevel
  /** The id of a request, or its beginning. */
  readonly request?: string
}

const USUAL_LINES = 50
const LOOK_AGAIN_MS = 250

/** The log of this home's proxy, whether one runs or not; to a program, its lines as they are. */
export async function proxyLogs(context: Context, flags: ProxyLogsFlags): Promise<void> {
  const { home, json, output, say } = context
  const folder = logFolder(home)
  const show = (lines: readonly LogLine[]): void => {
    for (const line of lines) output.data(json ? line.raw : readable(line, say))
  }
  try {
    const reading = readLog(folder)
    const count = flags.lines ?? USUAL_LINES
    const lines = reading.last(count, wanted(flags))
    show(lines)
    if (flags.follow === true) await follow(context, reading, (news) => show(news.filter(wanted(flags))))
    else if (lines.length === 0 && count > 0) output.note(say('proxy.logs.none', { folder }))
    reading.close()
  } catch (error) {
    if (error instanceof AppError || !(error instanceof Error && 'code' in error)) throw error
    throw new AppError('failed', say('proxy.logs.unreadable', { folder, why: error.message }), {
      cause: error,
    })
  }
}

/** Until the person has seen enough. */
async function follow(
  context: Context,
  reading: LogReading,
  show: (lines: readonly LogLine[]) => void,
): Promise<void> {
  let isOver = false
  void context.stopped.next().then(() => (isOver = true))
  while (!isOver && context.output.isRead) {
    await context.wait(LOOK_AGAIN_MS)
    show(reading.news())
  }
}

function wanted({ level = 'debug', request = '' }: ProxyLogsFlags): (line: LogLine) => boolean {
  const least = LOG_LEVELS.indexOf(level)
  return (line) =>
    LOG_LEVELS.indexOf(line.level) >= least &&
    (request === '' || requestOf(line)?.startsWith(request) === true)
}
