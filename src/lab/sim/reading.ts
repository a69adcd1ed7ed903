/** One object of a scenario's file: takes its keys one by one, and notes what is wrong with each. */
import { nearest } from '../../core/nearest.ts'
import type { Spread } from './scenario.ts'
import { selectorOf, type Selector } from './selector.ts'

/** One thing that is wrong; `path` as in the document's faults. */
export interface ScenarioFault {
  readonly path: readonly (string | number)[]
  readonly code:
    | 'unknown-key'
    | 'missing'
    | 'not-text'
    | 'not-list'
    | 'not-object'
    | 'not-choice'
    | 'scenario-number'
    | 'scenario-duration'
    | 'scenario-spread'
    | 'scenario-share'
    | 'scenario-place'
  readonly values: Readonly<Record<string, string>>
}

type Range = readonly [least: number, most: number]

const UNITS_MS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
}
const LEAST_MS = 1

export class Reading {
  readonly #value: Readonly<Record<string, unknown>>
  readonly #path: ScenarioFault['path']
  readonly #faults: ScenarioFault[]
  /** Keys that were asked for: others are unknown. */
  readonly #known = new Set<string>()

  private constructor(value: object, path: ScenarioFault['path'], faults: ScenarioFault[]) {
    this.#value = value as Readonly<Record<string, unknown>>
    this.#path = path
    this.#faults = faults
  }

  /** Null for what is no object; that is noted. */
  static of(value: unknown, faults: ScenarioFault[], path: ScenarioFault['path'] = []): Reading | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return new Reading(value, path, faults)
    }
    faults.push({ path, code: 'not-object', values: {} })
    return null
  }

  has(key: string): boolean {
    this.#known.add(key)
    return this.#value[key] !== undefined
  }

  fault(code: ScenarioFault['code'], key: string, values: ScenarioFault['values'] = {}): void {
    this.#faults.push({ path: [...this.#path, key], code, values })
  }

  /** Notes every key that nobody asked for. */
  end(): void {
    for (const key of Object.keys(this.#value)) {
      if (this.#known.has(key)) continue
      const meant = nearest(key, [...this.#known])
      this.fault('unknown-key', key, { key, ...(meant === null ? {} : { nearest: meant }) })
    }
  }

  /** What was read of it, which is all that it may hold. */
  done<T>(read: T): T {
    this.end()
    return read
  }

  part(key: string): Reading | null {
    return this.has(key) ? Reading.of(this.#value[key], this.#faults, [...this.#path, key]) : null
  }

  /** The objects of a list; of one that is not there, none. */
  list(key: string): readonly Reading[] {
    if (!this.has(key)) return []
    const value = this.#value[key]
    if (!Array.isArray(value)) {
      this.fault('not-list', key)
      return []
    }
    return value.flatMap((item, index) => Reading.of(item, this.#faults, [...this.#path, key, index]) ?? [])
  }

  /** `otherwise` null: it must be there. */
  text(key: string, otherwise: string | null): string {
    return this.#read<string>(key, otherwise, '', (value) =>
      typeof value === 'string' && value.trim() !== '' ? value : { code: 'not-text' },
    )
  }

  /** A text, or one for each language. */
  both(key: string): Readonly<Record<'en' | 'zh', string>> {
    if (typeof this.#value[key] !== 'object') {
      const text = this.text(key, '')
      return { en: text, zh: text }
    }
    const part = this.part(key)
    if (part === null) return { en: '', zh: '' }
    const en = part.text('en', null)
    return part.done({ en, zh: part.text('zh', en) })
  }

  choice<T extends string>(key: string, choices: readonly T[], otherwise: T | null): T {
    return this.#read<T>(key, otherwise, choices[0] as T, (value) => {
      const found = choices.find((one) => one === value)
      if (found !== undefined) return found
      const meant = typeof value === 'string' ? nearest(value, choices) : null
      return {
        code: 'not-choice',
        values: { expected: choices.join(', '), ...(meant === null ? {} : { nearest: meant }) },
      }
    })
  }

  whole(key: string, otherwise: number | null, [least, most]: Range): number {
    return this.#read<number>(key, otherwise, least, (value) =>
      Number.isInteger(value) && Number(value) >= least && Number(value) <= most
        ? Number(value)
        : { code: 'scenario-number', values: { expected: `${String(least)} … ${String(most)}` } },
    )
  }

  /** `30%`, or a number up to 1. */
  share(key: string, otherwise: number): number {
    return this.#read<number>(key, otherwise, 0, (value) => {
      const [, percent] = /^(\d+(?:\.\d+)?) ?%$/.exec(String(value)) ?? []
      const share = percent === undefined ? value : Number(percent) / 100
      return typeof share === 'number' && share >= 0 && share <= 1 ? share : { code: 'scenario-share' }
    })
  }

  durationMs(key: string, otherwise: number | null, [least, most]: Range): number {
    return this.#read<number>(key, otherwise, least, (value) => {
      const ms = msOf(value)
      return ms !== null && ms >= least && ms <= most ? ms : { code: 'scenario-duration' }
    })
  }

  /** `900ms..8s`: usual, and one in a hundred; a single duration is always the same. */
  spread(key: string, otherwise: Spread): Spread {
    return this.#read<Spread>(key, otherwise, otherwise, (value) => {
      const [first = '', second = first, ...more] = String(value).split('..')
      const [usualMs, rareMs] = [msOf(first), msOf(second)]
      if (usualMs === null || rareMs === null || more.length > 0) return { code: 'scenario-spread' }
      if (usualMs < LEAST_MS || rareMs < usualMs) return { code: 'scenario-spread' }
      return { usualMs, rareMs }
    })
  }

  selector(key: string, otherwise: Selector): Selector {
    return this.#read<Selector>(key, otherwise, otherwise, (value) => {
      return selectorOf(String(value)) ?? { code: 'scenario-place' }
    })
  }

  #read<T>(
    key: string,
    otherwise: T | null,
    instead: T,
    parse: (value: unknown) => T | Pick<ScenarioFault, 'code'> | Pick<ScenarioFault, 'code' | 'values'>,
  ): T {
    if (!this.has(key)) {
      if (otherwise === null) this.fault('missing', key, { key })
      return otherwise ?? instead
    }
    const parsed = parse(this.#value[key])
    if (!isFault(parsed)) return parsed
    this.fault(parsed.code, key, 'values' in parsed ? parsed.values : {})
    return instead
  }
}

const isFault = <T>(value: T | Pick<ScenarioFault, 'code'>): value is Pick<ScenarioFault, 'code'> =>
  typeof value === 'object' && value !== null && 'code' in value

/** `90s`, `5m`, `500ms`; a bare number is seconds. */
function msOf(value: unknown): number | null {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?) ?(ms|s|m|h|d)?$/.exec(String(value).trim()) ?? []
  const size = UNITS_MS[unit]
  return amount === undefined || size === undefined ? null : Math.round(Number(amount) * size)
}
