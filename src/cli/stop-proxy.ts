import type { Context } from './context.ts'
import type { ControlClient } from './control-client.ts'

/** Stops a running proxy and says what became of its open requests. */
export async function stopProxy(
  context: Context,
  running: ControlClient,
  timeoutS: number | undefined,
): Promise<number | null> {
  const { output, say } = context
  const seconds = timeoutS ?? (await context.settings()).settings['proxy.drain']
  const open = await openOf(running)
  if (open > 0) output.note(say('proxy.waiting', { open, seconds }))
  const { broken } = await running.stop(seconds * 1_000)
  output.note(stoppedText(broken, say))
  return broken
}

/** A proxy of another version may tell it in other words, and must stop all the same. */
const openOf = (running: ControlClient): Promise<number> =>
  running.status().then(
    ({ open }) => open,
    () => 0,
  )

function stoppedText(broken: number | null, say: Context['say']): string {
  if (broken === null) return say('proxy.stopped-untold')
  return broken === 0 ? say('proxy.stopped') : say('proxy.stopped-broken', { count: broken })
}
