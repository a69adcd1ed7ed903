/**
 * Closed serves, open refuses, trial lets a few requests through to see.
 *
 * `open` is written once, with the instant it ends; no timer ever moves it.
 * Each opening raises the epoch. A send carries the epoch it was made in, so
 * that an answer that arrives late cannot decide a later trial.
 *
 * A trial admits one request; each commit gives its permit back and doubles
 * their number, and the second one closes the circuit. What was closed by
 * commits alone is on its word: it opens again when one of those answers
 * breaks before any has ended well.
 */
import type { Policy } from '../model.ts'
import { isWithin, type Span } from '../span.ts'
import { countsAt, EMPTY_WINDOW, record, type Window } from './window.ts'

/** Points of one outcome. */
interface Points {
  readonly at: number
  readonly points: number
}

export interface Closed {
  readonly kind: 'closed'
  readonly epoch: number
  /** Exponent of the next opening, before it falls with good time. */
  readonly backOff: number
  readonly since: number
  /** Closed by commits, none of which has ended well yet. */
  readonly isOnItsWord: boolean
  /** What was held against it since its last success. */
  readonly run: readonly Points[]
  readonly window: Window
}

export interface Open extends Span {
  readonly kind: 'open'
  readonly epoch: number
  readonly backOff: number
  /** Since when it is out, over all trials between. */
  readonly outSince: number
}

export interface Trial {
  readonly kind: 'trial'
  readonly epoch: number
  readonly backOff: number
  readonly outSince: number
  /** Permits that are out: sent, and neither committed nor over. */
  readonly permits: number
  readonly commits: number
  /** When a probe is due if no request comes. */
  readonly probeAt: number
}

export type Circuit = Closed | Open | Trial

/** What a send knows of the circuit that it was made under. */
export interface Pass {
  readonly epoch: number
  /** It holds a permit until it is committed or over. */
  readonly isTrial: boolean
  /** Made because nobody else was there, whatever the circuit said. */
  readonly isForced: boolean
}

/** What moves time and chance into a decision. `roll` in [0, 1). */
export interface Chance {
  readonly now: number
  readonly roll: number
}

const RUN_MS = 60_000
const FIRST_OPEN_MS = 15_000
/** 15 s × 2¹⁶ is beyond any maximum that a person may set. */
const MOST_BACK_OFF = 16
const GOOD_TIME_MS = 300_000
const JITTER = 0.2
const LEAST_OUTCOMES = 8
const LEAST_SUCCESS = 0.5
const COMMITS_TO_CLOSE = 2
/** A trial whose probe told nothing is probed again after this. */
const PROBE_AGAIN_MS = 30_000

export const closedCircuit = (now: number, epoch = 0, backOff = 0): Closed => ({
  kind: 'closed',
  epoch,
  backOff,
  since: now,
  isOnItsWord: false,
  run: [],
  window: EMPTY_WINDOW,
})

/** The circuit as it stands at `now`: an `open` that is over reads as a trial. */
export function circuitAt(circuit: Circuit, now: number): Circuit {
  if (circuit.kind !== 'open' || isWithin(circuit, now)) return circuit
  return trialOf(circuit, circuit.until)
}

/** An endpoint that seems well all the same, such as by a probe during a limit, is tried again one by one. */
export function onTrialAsked(circuit: Circuit, now: number): Circuit {
  const at = circuitAt(circuit, now)
  if (at.kind !== 'closed') return at
  // No failure brought it here, so that neither way out of the trial may raise the back-off.
  return trialOf({ epoch: at.epoch + 1, backOff: backOffAt(at, now) - 1, outSince: now }, now)
}

const trialOf = (
  { backOff, epoch, outSince }: Pick<Open, 'backOff' | 'epoch' | 'outSince'>,
  probeAt: number,
): Trial => ({ kind: 'trial', epoch, backOff, outSince, permits: 0, commits: 0, probeAt })

/** Whether a trial has a permit left. */
export const hasPermit = (trial: Trial): boolean => trial.permits < 2 ** trial.commits

/** After a send on trial. An open circuit that is sent to all the same is on trial from then. */
export function onPermit(circuit: Circuit, now: number): Circuit {
  const at = circuitAt(circuit, now)
  if (at.kind === 'closed') return at
  const trial = at.kind === 'open' ? trialOf(at, now) : at
  return { ...trial, permits: trial.permits + 1 }
}

/** After the first content of an answer reached the client. */
export function onTrialCommit(circuit: Circuit, pass: Pass, now: number): Circuit {
  if (circuit.kind !== 'trial' || pass.epoch !== circuit.epoch || !pass.isTrial) return circuit
  return afterPass(returned(circuit), now)
}

/** After an answer that ended well. `isCommitted`: its permit was given back before. */
export function onGood(circuit: Circuit, pass: Pass, isCommitted: boolean, now: number): Circuit {
  if (pass.epoch !== circuit.epoch) return circuit
  switch (circuit.kind) {
    case 'open':
      return circuit
    case 'trial':
      return isCommitted || !pass.isTrial ? circuit : afterPass(returned(circuit), now)
    case 'closed':
      return { ...circuit, isOnItsWord: false, run: [], window: record(circuit.window, true, now) }
  }
}

/** After an outcome that says nothing of the endpoint's health. */
export function onNeutral(circuit: Circuit, pass: Pass, isCommitted: boolean): Circuit {
  const holdsPermit = circuit.kind === 'trial' && pass.epoch === circuit.epoch && pass.isTrial
  return holdsPermit && !isCommitted ? returned(circuit) : circuit
}

export interface Failure {
  /** What it is worth, above 0. */
  readonly points: number
  /** How long its request was out. */
  readonly waitedMs: number
}

export function onBad(
  circuit: Circuit,
  pass: Pass,
  { points, waitedMs }: Failure,
  policy: Policy,
  chance: Chance,
): Circuit {
  if (pass.epoch !== circuit.epoch) return circuit
  const { now } = chance
  switch (circuit.kind) {
    case 'open':
      return circuit
    case 'trial': {
      const backOff = circuit.backOff + (pass.isForced ? 0 : 1)
      return opened({ ...circuit, backOff }, policy, chance)
    }
    case 'closed': {
      const run = [...circuit.run.filter(({ at }) => isLive(at, waitedMs, now)), { at: now, points }]
      const window = record(circuit.window, false, now)
      const isBreach = circuit.isOnItsWord && pass.isTrial
      const total = run.reduce((sum, one) => sum + one.points, 0)
      const opens = isBreach || total >= policy.failureThreshold || isTooLow(window, now)
      if (!opens) return { ...circuit, run, window }
      return opened({ ...circuit, backOff: backOffAt(circuit, now), outSince: now }, policy, chance)
    }
  }
}

/** After a probe that answered well, or did not. What serves or refuses is not for a probe to judge. */
export function onProbed(circuit: Circuit, isWell: boolean, policy: Policy, chance: Chance): Circuit {
  const at = circuitAt(circuit, chance.now)
  if (at.kind !== 'trial') return circuit
  if (isWell) return afterPass(at, chance.now)
  return opened({ ...at, backOff: at.backOff + 1 }, policy, chance)
}

/** After a probe that told nothing: the next one is not at once. */
export function onProbeUnclear(circuit: Circuit, now: number): Circuit {
  const at = circuitAt(circuit, now)
  return at.kind === 'trial' ? { ...at, probeAt: now + PROBE_AGAIN_MS } : circuit
}

/** Whether it was held against the endpoint less than a minute before this request was sent: one that hangs for minutes fails seldom. */
const isLive = (at: number, waitedMs: number, now: number): boolean =>
  isWithin({ since: at, until: at + RUN_MS + Math.max(0, waitedMs) }, now)

function isTooLow(window: Window, now: number): boolean {
  const { all, goods } = countsAt(window, now)
  return all >= LEAST_OUTCOMES && goods / all < LEAST_SUCCESS
}

/** Falls by one with every five minutes since it closed. */
function backOffAt({ backOff, since }: Closed, now: number): number {
  return Math.max(0, backOff - Math.max(0, Math.floor((now - since) / GOOD_TIME_MS)))
}

/** 15 s × 2^back-off up to the maximum, ± 20 %. */
function opened(
  { backOff, epoch, outSince }: Pick<Open, 'backOff' | 'epoch' | 'outSince'>,
  policy: Policy,
  { now, roll }: Chance,
): Open {
  const exponent = Math.min(Math.max(backOff, 0), MOST_BACK_OFF)
  const plainMs = Math.min(FIRST_OPEN_MS * 2 ** exponent, policy.circuitMaxOpenMs)
  const until = now + plainMs * (1 - JITTER + 2 * JITTER * roll)
  return { kind: 'open', epoch: epoch + 1, backOff: exponent, since: now, until, outSince }
}

const returned = (trial: Trial): Trial => ({ ...trial, permits: Math.max(0, trial.permits - 1) })

function afterPass(trial: Trial, now: number): Circuit {
  const commits = trial.commits + 1
  if (commits < COMMITS_TO_CLOSE) return { ...trial, commits, probeAt: now }
  return { ...closedCircuit(now, trial.epoch, trial.backOff + 1), isOnItsWord: true }
}
