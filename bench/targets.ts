/** What is to be reached, and whether it was: computed from the results, never typed. */
import type { FailoverMeasured, Measured, Result } from './measure.ts'
import { FAILURES } from './started.ts'
import { BARE_START, type StartUp } from './start-up.ts'
import { median, pairedRatio } from './statistics.ts'

export interface Target {
  readonly what: string
  /** `value` may be this at most; in what. */
  readonly most: number
  readonly unit: '×' | 'ms' | 'MB' | 'streams'
  /** Null where it was not measured. */
  readonly value: number | null
}

/** Contenders that a target of CPU time is divided by the best of. */
const PEERS = ['better-ccflare', 'claude-code-router']
/** Whom the targets are for: everything on that is on by default. */
const JUDGED = ['qcc', 'qcc-watched']

/** Each target, for each way in which QCC was run. */
export function targets(results: readonly Result[], startUps: readonly StartUp[]): readonly Target[] {
  return [...results.flatMap(targetsOf), ...startTargets(startUps)]
}

function targetsOf(result: Result): readonly Target[] {
  switch (result.kind) {
    case 'crowd':
      return JUDGED.flatMap((who) => crowdTargets(result.of.name, who, result.measured))
    case 'streams':
      return result.of.isForFew
        ? JUDGED.flatMap((who) => streamTargets(result.of.name, who, result.measured))
        : []
    case 'failover':
      return result.measured.filter(({ name }) => name === 'qcc').flatMap(failoverTargets)
  }
}

/** By the name of the case: CPU over that of bare, of nginx, of the best peer; null where nothing is asked. */
const CPU_MOST: Readonly<Record<string, readonly [bare: number, nginx: number, peer: number]>> = {
  '1 KB, whole answer': [1.5, 6, 1 / 6],
  '200 KB, stream of 60 events': [1.4, 6, 1 / 10],
}
const FIRST_BYTE_MOST_MS = 0.8

function crowdTargets(name: string, who: string, measured: readonly Measured[]): readonly Target[] {
  const most = CPU_MOST[name]
  const [own, direct] = [of(measured, who), of(measured, 'direct')]
  if (most === undefined || own === null) return []
  const [bare, nginx, peer] = most
  const cpu = (what: string, limit: number, other: Measured | null): Target => ({
    ...{ what: `${who}: CPU per request, ${name}, ÷ ${what}`, most: limit, unit: '×' },
    value: other === null || other.cpuMs.length === 0 ? null : pairedRatio(own.cpuMs, other.cpuMs),
  })
  return [
    cpu('bare', bare, of(measured, 'bare')),
    cpu('nginx', nginx, of(measured, 'nginx')),
    cpu('the best peer', peer, bestPeer(measured)),
    {
      ...{ what: `${who}: added to the first byte, ${name}`, most: FIRST_BYTE_MOST_MS, unit: 'ms' },
      value: direct === null ? null : median(own.firstByteMs) - median(direct.firstByteMs),
    },
  ]
}

function streamTargets(name: string, who: string, measured: readonly Measured[]): readonly Target[] {
  const [own, direct] = [of(measured, who), of(measured, 'direct')]
  if (own === null) return []
  return [
    { what: `${who}: ${name}, lost or wrong`, most: 0, unit: 'streams', value: own.wrong },
    {
      ...{ what: `${who}: ${name}, added delay of an event`, most: 5, unit: 'ms' },
      value: direct === null ? null : median(own.delayMs) - median(direct.delayMs),
    },
    { what: `${who}: ${name}, resident`, most: 250, unit: 'MB', value: own.memory?.peak ?? null },
  ]
}

const failoverTargets = ({ failing, name }: FailoverMeasured): readonly Target[] =>
  FAILURES.map((failure) => ({
    ...{ what: `${name}: failover, first endpoint ${failure}, added`, most: 3, unit: 'ms' },
    value: failing[failure].wrong > 0 ? null : median(failing[failure].addedMs),
  }))

const START_MOST: readonly (readonly [string, number])[] = [
  ['qcc --version', 1.2],
  ['qcc list', 2],
  ['qcc status', 3],
]

const startTargets = (startUps: readonly StartUp[]): readonly Target[] =>
  START_MOST.map(([name, most]) => ({
    what: `${name} ÷ ${BARE_START}`,
    most,
    unit: '×',
    value: startRatio(name, startUps),
  }))

/** A start over that of Node alone; null when it was not measured. */
export function startRatio(name: string, startUps: readonly StartUp[]): number | null {
  const took = (of: string): readonly number[] => startUps.find((one) => one.name === of)?.tookMs ?? []
  return took(name).length === 0 ? null : pairedRatio(took(name), took(BARE_START))
}

const of = (measured: readonly Measured[], name: string): Measured | null =>
  measured.find((one) => one.name === name) ?? null

/** The one that takes the least CPU time, of those that answer rightly. */
function bestPeer(measured: readonly Measured[]): Measured | null {
  const peers = measured.filter(
    ({ cpuMs, name, wrong }) => PEERS.includes(name) && cpuMs.length > 0 && wrong === 0,
  )
  return peers.toSorted((a, b) => median(a.cpuMs) - median(b.cpuMs))[0] ?? null
}
