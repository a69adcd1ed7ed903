import { AppError } from '../../errors/app-error.ts'
import { confirmed } from '../confirm.ts'
import type { Context } from '../context.ts'
import { healSettings } from '../heal-settings.ts'
import type { OwnHome } from '../own-home.ts'
import { removeService } from '../remove-service.ts'
import { printJson } from '../report.ts'
import { settingsError } from '../settings-refusal.ts'
import type { UninstallShape } from '../shapes/uninstall.ts'
import { stopProxy } from '../stop-proxy.ts'

/** Undoes `qcc use`, stops the proxy and removes the home, once a person has agreed twice. */
export async function uninstall(context: Context): Promise<void> {
  const { home, output, say } = context
  const own = await context.ownHome()
  if (own.kind === 'shared') throw new AppError('failed', say('uninstall.shared', { home }))
  if (own.kind === 'none') {
    output.note(say('uninstall.none', { home }))
    return tell(context, { removed: false, undone: [], service: null, stopped: false, left: [] })
  }
  await agreed(context, own)
  await healSettings(context)
  const running = (await context.proxy()) !== null
  const service = await removeService(context)
  const stopped = (await stop(context)) || running
  const undone = await undoAll(context)
  const left = [...(await context.removeHome())]
  const after = await context.ownHome()
  if (after.kind !== 'none') throw new AppError('failed', say('uninstall.still-there', { home }))
  if (left.length === 0) output.note(say('uninstall.removed', { home }))
  else output.note(say('uninstall.left', { home, names: left.join(', ') }))
  output.note(say('uninstall.program'))
  return tell(context, { removed: true, undone, service, stopped, left })
}

function tell(context: Context, shape: Omit<UninstallShape, 'home'>): void {
  if (context.json) printJson<UninstallShape>(context, { home: context.home, ...shape })
}

/** The first question is about what is done, the second one about what is lost. */
async function agreed(context: Context, { left }: Extract<OwnHome, { kind: 'own' }>): Promise<void> {
  const { home, output, say } = context
  const inUse = (await context.claude()).settings.inUse()
  for (const { file } of inUse) output.note(say('uninstall.undoes', { file }))
  const running = await context.proxy()
  if (running !== null) output.note(say('uninstall.stops', { url: running.url }))
  const service = await context.service()
  if (service?.isWritten() === true) output.note(say('uninstall.service', { file: service.file }))
  if (left.length > 0) output.note(say('uninstall.leaves', { names: left.join(', ') }))
  await confirmed(context, say('uninstall.asks', { home }))
  await confirmed(context, say('uninstall.asks-again'))
}

/** Settings whose undo is refused keep everything where it is: what they were before lies in the home. */
async function undoAll(context: Context): Promise<string[]> {
  const { output, say } = context
  const { settings } = await context.claude()
  const files = settings.inUse().map(({ file }) => file)
  for (const file of files) {
    const result = settings.undo(false, file)
    if (result.kind === 'refused') throw settingsError(result, say)
    if (result.kind === 'nothing') continue
    const { how, isRemoved, kept } = result
    output.note(say(isRemoved && how === 'whole' ? 'undo.removed' : `undo.${how}`, { file }))
    for (const name of kept) output.note(say('undo.kept', { name }))
  }
  const [still] = settings.inUse()
  if (still !== undefined) throw new AppError('failed', say('uninstall.still-used', { file: still.file }))
  return files
}

/** A home that is too broken to say how long requests may take is left after as long as by default. */
const DRAIN_S = 30

async function stop(context: Context): Promise<boolean> {
  const running = await context.proxy()
  if (running === null) return false
  const seconds = await context.settings().then(
    ({ settings }) => settings['proxy.drain'],
    () => DRAIN_S,
  )
  await stopProxy(context, running, seconds)
  return true
}
