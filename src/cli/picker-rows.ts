/** What bare `qcc` lets choose from, as lines of a terminal. */
import type { Say } from './texts.ts'
import {
  defaultProfileOf,
  tieredProfiles,
  tierOf,
  type Document,
  type Profile,
} from '../core/config/document.ts'
import type { Told } from '../views/endpoint-view.ts'

/** One that can be chosen. */
export interface PickerRow {
  /** The only profile to run on; absent for the active set. */
  readonly profile?: string
  readonly label: string
  /** In a few words, what speaks for it. */
  readonly about: string
}

/** `preselected` is the place of the row that is taken when nobody chooses. */
export interface PickerRows {
  readonly rows: readonly PickerRow[]
  readonly preselected: number
}

/** The active set where there are tiers, then every profile. `told`: what a running proxy tells of the endpoints. */
export function pickerRows(document: Document, told: Told, say: Say): PickerRows {
  const tiered = tieredProfiles(document)
  const automatic = {
    label: say('picker.automatic'),
    about: tiered.map(({ name }) => name).join(' → '),
  }
  const profiles = document.profiles.map((profile): PickerRow => {
    const { name } = profile
    return { profile: name, label: name, about: aboutProfile(document, profile, told, say) }
  })
  if (tiered.length > 0) return { rows: [automatic, ...profiles], preselected: 0 }
  const usual = document.profiles.findIndex((profile) => profile === defaultProfileOf(document))
  return { rows: profiles, preselected: usual }
}

function aboutProfile(document: Document, profile: Profile, told: Told, say: Say): string {
  const { description, endpoints, name } = profile
  const ready = endpoints.filter(
    ({ enabled, id }) => enabled && (told === null || told.get(id)?.state === 'ok'),
  )
  const parts = [
    ...(defaultProfileOf(document) === profile ? [say('picker.default')] : []),
    tierOf(document, name) ?? '',
    say('picker.endpoints', { ready: ready.length, all: endpoints.length }),
    description ?? '',
  ]
  return parts.filter((part) => part !== '').join(' · ')
}

/** How many columns of a terminal a text takes. */
export type WidthOf = (text: string) => number

/**
 * The rows, numbered as far as one key can name them, each in one line of at
 * most `columns`: what is behind the labels begins in one column.
 */
export function rowLines(rows: readonly PickerRow[], columns: number, widthOf: WidthOf): readonly string[] {
  const widest = Math.max(...rows.map(({ label }) => widthOf(label)))
  return rows.map(({ about, label }, at) => {
    const number = at < NUMBERED ? String(at + 1) : ' '
    const space = ' '.repeat(widest - widthOf(label))
    return cutTo(columns, `${number} ${label}${space}  ${about}`.replace(/[\p{Cc}\s]/gu, ' '), widthOf)
  })
}

/** As many as there are keys from 1 to 9. */
export const NUMBERED = 9

/** As much of a text as `columns` hold, with a mark where something is missing. */
export function cutTo(columns: number, text: string, widthOf: WidthOf): string {
  const whole = text.trimEnd()
  if (widthOf(whole) <= columns) return whole
  let cut = ''
  for (const { segment } of new Intl.Segmenter().segment(whole)) {
    if (widthOf(`${cut}${segment}…`) > columns) break
    cut += segment
  }
  return `${cut.trimEnd()}…`
}
