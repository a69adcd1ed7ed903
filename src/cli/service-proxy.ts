/** The proxy of this home as its service runs it. */
import { AppError } from '../errors/app-error.ts'
import type { Context } from './context.ts'
import type { ControlClient } from './control-client.ts'
import { lastLines } from './last-lines.ts'
import { logFile, logFolder } from './log-files.ts'
import type { Asked, OwnService } from './own-service.ts'

/** As for a proxy in the background. */
const START_MS = 20_000
const LOOK_AGAIN_MS = 100
const LOOKS_AN_ASKING = 5

/** Whether the system started this very process. */
export const isOurs = (asked: Asked, running: ControlClient | null): boolean =>
  running !== null && asked.kind === 'answered' && asked.pid === running.identity.pid

/** Waits until the proxy itself says that it is there. Throws `failed` with what it logged since then when it is not in time. */
export async function listeningProxy(
  context: Context,
  service: OwnService,
  since: number,
): Promise<ControlClient> {
  const { clock, home, say } = context
  const until = clock.now() + START_MS
  for (let looks = 0; clock.now() < until; looks++) {
    const running = await context.proxy()
    // Asking the system starts a process, so it is asked when there is something to hear.
    if (running !== null || looks % LOOKS_AN_ASKING === 0) {
      const asked = await service.ask()
      if (running !== null && isOurs(asked, running)) return running
      if (asked.kind === 'answered' && asked.hasFailed) break
    }
    await context.wait(LOOK_AGAIN_MS)
  }
  const { name } = service
  const values = { name, log: logFile(logFolder(home)), lines: lastLines(home, since, say) }
  throw new AppError('failed', say('service.silent', values).trimEnd())
}
