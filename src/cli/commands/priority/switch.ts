import type { SwitchRequest, TiersStatus } from '../../../admin/contract.ts'
import { profileNamed } from '../../../core/config/changes.ts'
import { AppError } from '../../../errors/app-error.ts'
import { configurationOf } from '../../apply.ts'
import type { Context } from '../../context.ts'
import type { ControlClient } from '../../control-client.ts'
import { profileOf } from '../../names.ts'
import { printJson } from '../../report.ts'
import { runningProxy } from '../../running-proxy.ts'
import type { PrioritySwitchShape } from '../../shapes/priority.ts'
import { printPairs } from '../../table.ts'
import { tierPairs } from '../../tiers-text.ts'
import { tiersView } from '../../../views/tiers-view.ts'
import { wantedProfile } from '../../wanted.ts'

export interface PrioritySwitchFlags {
  readonly reason?: string
  readonly only?: boolean
  /** Ends what was said before. */
  readonly auto?: boolean
}

type Hand = SwitchRequest['hand']

const USAGE = 'qcc priority switch PROFILE'
/** A proxy follows a change within a second. */
const FOLLOW_MS = 3_000
const LOOK_AGAIN_MS = 100

/** Says by hand whom the root URL asks first, or alone; success is what the proxy says of itself afterwards. */
export async function prioritySwitch(
  context: Context,
  named: string | undefined,
  flags: PrioritySwitchFlags,
): Promise<void> {
  const { json, output, say } = context
  const hand = await wantedHand(context, named, flags)
  const running = await runningProxy(context)
  const { profile: only } = running.started
  if (only !== null) throw new AppError('conflict', say('priority.switch.proxy-alone', { name: only }))
  const before = await followed(context, running)
  if ((await running.switchTo(hand)) === null) {
    throw new AppError('no-such-thing', say('priority.switch.not-there', { name: hand?.profile ?? '' }))
  }
  const { tiers } = await running.status()
  if (!isSame(tiers.hand, hand)) throw new AppError('failed', say('priority.switch.not-done'))
  const done = isSame(before.hand, hand) ? (isBack(before, tiers) ? 'back' : 'nothing') : 'hand'
  if (json)
    return printJson<PrioritySwitchShape>(context, { changed: done !== 'nothing', tiers: tiersView(tiers) })
  output.note(doneText(hand, done, context))
  await warn(context, hand)
  await printPairs(output, tierPairs(tiersView(tiers), say))
}

async function wantedHand(
  context: Context,
  named: string | undefined,
  { auto = false, only = false, reason }: PrioritySwitchFlags,
): Promise<Hand> {
  const { say } = context
  if (auto) {
    if (named === undefined && !only && reason === undefined) return null
    throw new AppError('usage', say('priority.switch.auto-alone'))
  }
  const { document } = await configurationOf(context)
  const { name } = await wantedProfile(context, document, named, USAGE)
  return { profile: name, only, reason: reason?.trim() || null }
}

/** How the tiers stand once the proxy knows the newest version of the configuration, or says that it cannot follow. */
async function followed(context: Context, running: ControlClient): Promise<TiersStatus> {
  const { number } = await configurationOf(context)
  const until = context.clock.now() + FOLLOW_MS
  for (;;) {
    const { configuration, configurationFault, tiers } = await running.status()
    if (configuration >= number || configurationFault !== null || context.clock.now() > until) return tiers
    await context.wait(LOOK_AGAIN_MS)
  }
}

const isSame = (found: TiersStatus['hand'], wanted: Hand): boolean =>
  found?.profile === wanted?.profile && found?.only === wanted?.only && found?.reason === wanted?.reason

/** Whether a tier serves again that only a person could bring back. */
const isBack = (before: TiersStatus, { places }: TiersStatus): boolean =>
  !before.autoRecovery &&
  before.places.some(({ state }, index) => state !== 'serving' && places[index]?.state === 'serving')

/** `back`: nobody was put first, but tiers that were left serve again. */
type Done = 'hand' | 'back' | 'nothing'

const ENDED = { hand: 'ended', back: 'back', nothing: 'none' } as const

function doneText(hand: Hand, done: Done, { say }: Context): string {
  if (hand === null) return say(`priority.switch.${ENDED[done]}`)
  return say(hand.only ? 'priority.switch.only' : 'priority.switch.first', { name: hand.profile })
}

/** What was asked for is done all the same. */
async function warn(context: Context, hand: Hand): Promise<void> {
  const { output, say } = context
  const { document } = await configurationOf(context)
  if (hand === null || profileNamed(document, hand.profile) === null) return
  if (profileOf(document, hand.profile, say).endpoints.some(({ enabled }) => enabled)) return
  const key = hand.only ? 'priority.switch.nobody' : 'priority.switch.nobody-there'
  output.note(output.styled('yellow', say(key, { name: hand.profile })))
}
