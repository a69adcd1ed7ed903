import type { NotifyAnswer } from '../../../admin/contract/notify.ts'
import type { Channel } from '../../../core/notify/notice.ts'
import { AppError } from '../../../errors/app-error.ts'
import type { NotifyTestShape } from '../../../views/shapes/notify.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import type { ControlClient } from '../../control-client.ts'
import { printJson } from '../../report.ts'

type Tried = NotifyAnswer['tried'][number]

/** Sends a test message to one channel or to all that are set up: by the running proxy, as it will send notices, or without one. */
export async function notifyTest(context: Context, channel: Channel | null): Promise<void> {
  const { json, output, say } = context
  const { number } = await configurationOf(context)
  const running = await context.proxy()
  if (running !== null) await followed(context, running, number)
  const tried = running === null ? await context.notify(channel) : await running.notify(channel)
  if (json) {
    const channels = tried.map((one) => ({ ...one, why: whyOf(one, context) }))
    printJson<NotifyTestShape>(context, { byProxy: running !== null, channels })
  } else {
    for (const one of tried) {
      const why = whyOf(one, context)
      if (why === null) output.data(say('notify.test.sent', { channel: one.channel }))
      else output.data(say('notify.test.failed', { channel: one.channel, why }))
    }
  }
  if (tried.length === 0) throw new AppError('failed', say('notify.test.nowhere'))
  const failed = tried.filter(({ sent }) => !sent).map(({ channel: name }) => name)
  if (failed.length > 0) {
    throw new AppError('failed', say('notify.test.failed-some', { channels: failed.join(', ') }))
  }
}

const whyOf = ({ fault }: Tried, { say }: Context): string | null =>
  fault === null ? null : say(`notify-fault.${fault.code}`, fault.values)

/** It looks for changes four times a second. */
const FOLLOWED_MS = 2_000
const LOOK_AGAIN_MS = 50

/** Waits until the proxy knows what was just set up, but not for one that cannot follow it. */
async function followed(context: Context, running: ControlClient, number: number): Promise<void> {
  const until = context.clock.now() + FOLLOWED_MS
  for (;;) {
    const { configuration, configurationFault } = await running.status()
    if (configuration >= number || configurationFault !== null || context.clock.now() > until) return
    await context.wait(LOOK_AGAIN_MS)
  }
}
