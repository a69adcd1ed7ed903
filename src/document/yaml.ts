/** The document as YAML, for people: without comments, with every list in its order. JSON is read as the YAML that it is. */
import {
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  stringify,
  visit,
} from 'yaml'
import { isReused, type Document, type EndpointEntry } from '../core/config/document.ts'
import { formatAmount, formatSetting, unitOf } from '../settings/format-setting.ts'
import { SETTINGS, settingKeys } from '../settings/schema.ts'
import { faultOf, type Fault, type FaultCode } from './fault.ts'

/** A fault with its place in the text; lines and columns count from 1. */
export interface PlacedFault extends Fault {
  readonly line: number
  readonly column: number
}

export type ReadYaml =
  | {
      readonly kind: 'value'
      readonly value: unknown
      /** Faults of the value, each with its place, in the order of the text. */
      placed(faults: readonly Fault[]): readonly PlacedFault[]
    }
  | { readonly kind: 'invalid'; readonly faults: readonly PlacedFault[] }

/** Any value as YAML, its keys in their order. */
export const toYaml = (value: unknown): string => stringify(value, { lineWidth: 0 })

/** A document as YAML, durations and sizes with their units. */
export const documentYaml = (document: Document): string => toYaml(withUnits(document))

/** The same as a value, which `parseDocument` takes back. */
export function withUnits(document: Document): object {
  const settings = settingKeys.flatMap((key) => {
    const value = document.settings[key]
    if (value === undefined) return []
    return [[key, unitOf(SETTINGS[key].type) === null ? value : formatSetting(key, value)] as const]
  })
  const profiles = document.profiles.map((profile) => ({
    ...profile,
    endpoints: profile.endpoints.map(endpointWithUnits),
  }))
  return { ...document, profiles, settings: Object.fromEntries(settings) }
}

function endpointWithUnits(entry: EndpointEntry): object {
  if (isReused(entry) || entry.timeouts === undefined) return entry
  const timeouts = Object.entries(entry.timeouts).map(([key, seconds]) => [
    key,
    formatAmount('seconds', Number(seconds)),
  ])
  return { ...entry, timeouts: Object.fromEntries(timeouts) as object }
}

/**
 * The value that a text says, or what is wrong with the text. Anchors and
 * aliases are refused: what is saved would not have them, and a few lines of
 * them can stand for gigabytes.
 */
export function readYaml(text: string): ReadYaml {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: 'error' })
  const placedAt = (fault: Fault, offset: number): PlacedFault => {
    const { col, line } = lines.linePos(offset)
    // Before the first character there is no line.
    return { ...fault, line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const faults = [
    ...syntaxFaults([...document.errors, ...document.warnings, ...knottedKeysIn(document)]),
    ...aliasesIn(document).map((offset) => ({ fault: faultOf('yaml-aliases'), offset })),
  ]
  if (faults.length > 0) {
    return { kind: 'invalid', faults: faults.map(({ fault, offset }) => placedAt(fault, offset)) }
  }
  return {
    kind: 'value',
    value: document.toJS(),
    placed: (found) =>
      found
        .map((fault) => ({ fault, offset: offsetOf(document.contents, fault) }))
        .sort((a, b) => a.offset - b.offset)
        .map(({ fault, offset }) => placedAt(fault, offset)),
  }
}

interface Syntax {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** Every key that stands twice, and the first of the other faults: the rest follow from it. */
function syntaxFaults(
  errors: readonly Syntax[],
): readonly { readonly fault: Fault; readonly offset: number }[] {
  const others = errors.filter(({ code }) => code !== 'DUPLICATE_KEY').slice(0, 1)
  const doubled = errors.filter(({ code }) => code === 'DUPLICATE_KEY')
  return [
    ...others.map(({ message, pos }) => {
      // What follows is the text itself, which may be a key.
      const why = message.replace(/: .*$/s, '')
      return { fault: faultOf('yaml-syntax', [], { why }), offset: pos[0] }
    }),
    ...doubled.map(({ pos }) => ({ fault: faultOf('duplicate-key'), offset: pos[0] })),
  ]
}

/** Keys that are lists or maps would become their own text, those within them twice, and so on. */
function knottedKeysIn(document: Parameters<typeof visit>[0]): readonly Syntax[] {
  const found: Syntax[] = []
  visit(document, {
    Pair: (_key, { key }) => {
      if (!isCollection(key)) return undefined
      const at = key.range?.[0] ?? 0
      found.push({ code: 'KEY', message: 'A key is a list or a map', pos: [at, at] })
      return visit.BREAK
    },
  })
  return found
}

function aliasesIn(document: Parameters<typeof visit>[0]): readonly number[] {
  const offsets: number[] = []
  visit(document, {
    Alias: (_key, node) => {
      offsets.push(node.range?.[0] ?? 0)
      return visit.BREAK
    },
  })
  return offsets
}

/** Faults of a key rather than of its value. */
const OF_KEYS: ReadonlySet<FaultCode> = new Set(['unknown-key', 'unknown-setting', 'beside-from'])

/** Where in the text a fault is: at the value of its path, or as near to it as the text goes. */
function offsetOf(contents: unknown, { code, path }: Fault): number {
  let node = contents
  let offset = startOf(node, 0)
  for (const [depth, segment] of path.entries()) {
    const pair = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(segment))
      : null
    if (isSeq(node)) node = node.items[Number(segment)]
    else if (pair === null || pair === undefined) return offset
    else node = pair.value
    const isOfKey = depth === path.length - 1 && OF_KEYS.has(code)
    offset = isOfKey ? startOf(pair?.key, offset) : startOf(node, startOf(pair?.key, offset))
  }
  return offset
}

const startOf = (node: unknown, otherwise: number): number =>
  isNode(node) && !isAlias(node) ? (node.range?.[0] ?? otherwise) : otherwise
