/** What of foreign set-ups would become what here: names that are free, URLs as they are stored, nothing twice. */
import {
  isReused,
  type Document,
  type OwnEndpoint,
  type Profile,
  type SettingValue,
} from '../core/config/document.ts'
import type { Found, FoundProfile, ForeignProgram, LeftOut } from '../core/foreign/found.ts'
import { TIERS, type Tier } from '../core/model.ts'
import { vendorAt } from '../core/vendors/list.ts'
import { parseSetting } from '../settings/parse-setting.ts'
import { SETTINGS, type SettingKey } from '../settings/schema.ts'
import { freeName, nameFromUrl } from './endpoint-name.ts'
import { draftOf, named, type Draft } from './import-draft.ts'

/** A set-up that was read. */
export interface Source {
  readonly program: ForeignProgram
  readonly file: string
  readonly found: Found
}

export interface ImportPlan {
  readonly sources: readonly PlannedSource[]
  /** Name of the profile that becomes the default one; null where one was chosen here. */
  readonly defaultProfile: string | null
  readonly tiers: readonly { readonly tier: Tier; readonly profile: string }[]
  readonly settings: Readonly<Record<string, SettingValue>>
}

export interface PlannedSource extends Pick<Source, 'program' | 'file'> {
  readonly profiles: readonly PlannedProfile[]
  readonly leftOut: readonly LeftOut[]
}

export interface PlannedProfile {
  /** Its name there. */
  readonly wanted: string
  /** As it would be here; the credential of an endpoint that has one in `keys` is none yet. */
  readonly profile: Profile
  /** By ids of endpoints. */
  readonly keys: ReadonlyMap<string, string>
}

/** `known`: keys that are kept here, by their references. */
export function importPlan(
  present: Document,
  known: ReadonlyMap<string, string>,
  sources: readonly Source[],
): ImportPlan {
  const book = bookOf(present, known)
  const planned = sources.map((source) => plannedSource(book, source))
  const rest = sources.map(({ found, program }) => restOf(present, book, program, found))
  return {
    sources: planned.map((source, at) => ({
      ...source,
      leftOut: [...source.leftOut, ...(rest[at]?.leftOut ?? [])],
    })),
    defaultProfile: present.profiles.length > 0 ? null : defaultOf(book, sources),
    tiers: rest.flatMap(({ tiers }) => tiers),
    settings: Object.fromEntries(rest.flatMap(({ settings }) => settings)),
  }
}

/** What names and targets are there, here or because of what was planned before. */
interface Book {
  readonly names: string[]
  /** Targets with their credentials, by the name of the profile. */
  readonly targets: Map<string, ReadonlySet<string>>
  /** The name here of each profile that was met, by program and name there. */
  readonly renamed: Map<string, string>
}

/** What makes two endpoints the same one. */
const targetText = ({ baseUrl, models = {} }: OwnEndpoint, credential: string): string =>
  JSON.stringify([baseUrl, credential, Object.entries(models).toSorted()])

const targetOf = ({ entry, key }: Draft): string => targetText(entry, key ?? entry.credential)

function bookOf({ profiles }: Document, known: ReadonlyMap<string, string>): Book {
  const targets = profiles.map(({ endpoints, name }) => {
    const own = endpoints.flatMap((entry) =>
      isReused(entry) ? [] : targetText(entry, known.get(entry.credential) ?? entry.credential),
    )
    return [name, new Set(own)] as const
  })
  return { names: profiles.map(({ name }) => name), targets: new Map(targets), renamed: new Map() }
}

function plannedSource(book: Book, { file, found, program }: Source): PlannedSource {
  const profiles: PlannedProfile[] = []
  const leftOut: LeftOut[] = [...found.leftOut]
  for (const one of found.profiles) {
    const what = one.name || program
    const read = one.endpoints.map(draftOf)
    const bad = one.endpoints.filter((_, at) => read[at] === null).map(({ baseUrl }) => baseUrl)
    leftOut.push(...bad.map((more): LeftOut => ({ what, why: 'bad-url', more })))
    const endpoints = named(read.flatMap((endpoint) => endpoint ?? []))
    if (endpoints.length === 0 && one.endpoints.length > 0) continue
    const twin = twinOf(book, one.name, endpoints)
    book.renamed.set(`${program}/${one.name}`, twin ?? '')
    if (twin !== null) {
      leftOut.push({ what, why: 'already-here', more: twin })
      continue
    }
    profiles.push(plannedProfile(book, program, one, endpoints))
  }
  return { program, file, profiles, leftOut }
}

/** The profile that has all of this; one without endpoints is known by its name. */
function twinOf({ names, targets }: Book, name: string, endpoints: readonly Draft[]): string | null {
  if (endpoints.length === 0) return names.includes(name) ? name : null
  const wanted = endpoints.map(targetOf)
  for (const [profile, there] of targets) if (wanted.every((target) => there.has(target))) return profile
  return null
}

function plannedProfile(
  book: Book,
  program: ForeignProgram,
  { description, name: wanted }: FoundProfile,
  drafts: readonly Draft[],
): PlannedProfile {
  const [first] = drafts
  const name = freeName(nameFor(wanted, first?.entry.baseUrl ?? '', program), book.names)
  book.names.push(name)
  book.renamed.set(`${program}/${wanted}`, name)
  book.targets.set(name, new Set(drafts.map(targetOf)))
  const told = description ?? (wanted === name || wanted === '' ? undefined : wanted)
  return {
    wanted,
    profile: {
      name,
      ...(told === undefined ? {} : { description: told }),
      endpoints: drafts.map(({ entry }) => entry),
    },
    keys: new Map(drafts.flatMap(({ entry, key }) => (key === null ? [] : [[entry.id, key] as const]))),
  }
}

const NAME_MOST = 64

/** The nearest that a name here can be; where nothing of it is left, the vendor's or the host's. */
function nameFor(wanted: string, url: string, program: ForeignProgram): string {
  const plain = wanted
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, NAME_MOST)
  if (plain !== '') return plain
  if (url === '') return program
  const fromUrl = nameFromUrl(url)
  return vendorAt(url)?.id ?? (fromUrl === 'main' ? program : fromUrl)
}

function defaultOf(book: Book, sources: readonly Source[]): string | null {
  const [named] = sources.flatMap(({ found, program }) => {
    const name = book.renamed.get(`${program}/${found.defaultProfile ?? ''}`) ?? ''
    return found.defaultProfile === undefined || name === '' ? [] : [name]
  })
  return named ?? null
}

interface Rest {
  readonly tiers: ImportPlan['tiers']
  readonly settings: readonly (readonly [string, SettingValue])[]
  readonly leftOut: readonly LeftOut[]
}

/** Tiers and settings, as far as nothing else was chosen here. */
function restOf(present: Document, book: Book, program: ForeignProgram, found: Found): Rest {
  const hasTiers = TIERS.some((tier) => (present.tiers?.[tier] ?? []).length > 0)
  const wanted = TIERS.flatMap((tier) => {
    const there = found.tiers?.[tier]
    return there === undefined ? [] : [{ tier, there, profile: hereOf(book, program, there) }]
  })
  const tiers = wanted.flatMap(({ profile, tier }) =>
    profile === null || hasTiers ? [] : [{ tier, profile }],
  )
  const left = wanted.flatMap(({ profile, there, tier }): readonly LeftOut[] => {
    if (hasTiers)
      return inTier(present, tier, profile) ? [] : [{ what: tier, why: 'chosen-here', more: there }]
    return profile === null ? [{ what: tier, why: 'unknown-profile', more: there }] : []
  })
  const settings = Object.entries(found.settings ?? {}).filter(([key, value]) =>
    isNews(key as SettingKey, value),
  )
  const isFree = ([key]: readonly [string, SettingValue]): boolean => present.settings[key] === undefined
  return {
    tiers,
    settings: settings.filter(isFree),
    leftOut: [
      ...left,
      ...settings
        .filter(([key, value]) => !isFree([key, value]) && present.settings[key] !== value)
        .map(([what, value]): LeftOut => ({ what, why: 'chosen-here', more: String(value) })),
    ],
  }
}

const inTier = ({ tiers = {} }: Document, tier: Tier, profile: string | null): boolean =>
  profile !== null && tiers[tier]?.includes(profile) === true

const isNews = (key: SettingKey, value: SettingValue): boolean =>
  parseSetting(key, value).kind === 'value' && SETTINGS[key].default !== value

/** The name here of a profile there. */
function hereOf({ names, renamed }: Book, program: ForeignProgram, there: string): string | null {
  const name = renamed.get(`${program}/${there}`) ?? ''
  if (name !== '') return name
  return names.includes(there) ? there : null
}
