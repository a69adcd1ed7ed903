/** What lies on disks and comes over networks, as it is when it is not as it was written. */
import fc from 'fast-check'

/** Of what the readers here have to do with. */
const FRAGMENTS = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    '\\',
    ',',
    ':',
    '\n',
    '\r',
    '\t',
    ' ',
    '\0',
    '\uFEFF',
    '\ud800',
    '#',
    '&a',
    '*a',
    '- ',
  ],
  ...[
    'null',
    'true',
    '-1',
    '1e999',
    '9007199254740993',
    '""',
    '{}',
    '[]',
    '/*',
    '*/',
    '//',
    '<<: ',
    '? ',
    '!!binary ',
    '|\n',
  ],
  ...[
    '"__proto__":',
    '"constructor":',
    '"toString"',
    'data:',
    'event: error',
    '\n\n',
    '-----',
    'age-encryption.org/v1',
  ],
] as const

interface Edit {
  /** A share of 1. */
  readonly at: number
  readonly removes: number
  readonly puts: string
}

const edits = fc.array(
  fc.record<Edit>({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    removes: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 3 }) }, fc.nat({ max: 400 })),
    puts: fc.oneof(
      fc.constantFrom(...FRAGMENTS),
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.tuple(fc.constantFrom(...FRAGMENTS), fc.nat({ max: 40 })).map(([part, times]) => part.repeat(times)),
    ),
  }),
  { maxLength: 5 },
)

const edited = (text: string, list: readonly Edit[]): string =>
  list.reduce((before, { at, puts, removes }) => {
    const from = Math.floor(at * before.length)
    return before.slice(0, from) + puts + before.slice(from + removes)
  }, text)

/** One of these texts, changed in up to five places, or anything at all. */
export const mutatedText = (...texts: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(
    {
      weight: 9,
      arbitrary: fc.tuple(fc.constantFrom(...texts), edits).map(([text, list]) => edited(text, list)),
    },
    fc.string({ unit: 'binary', maxLength: 60 }),
  )

/** The same of bytes: cut off, with bits turned over, with other bytes in between. */
export const mutatedBytes = (...all: readonly Buffer[]): fc.Arbitrary<Buffer> =>
  mutatedText(...all.map((bytes) => bytes.toString('latin1'))).map((text) => Buffer.from(text, 'latin1'))

/** Any value of JSON, and what is nearly `value`: a part of it is another value. */
export const mutatedValue = (value: unknown): fc.Arbitrary<unknown> => {
  const paths = pathsIn(value)
  return fc.oneof(
    { weight: 1, arbitrary: fc.jsonValue() },
    {
      weight: 4,
      arbitrary: fc
        .tuple(fc.constantFrom(...paths), fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.constant(undefined)))
        .map(([path, put]) => replacedAt(value, path, put)),
    },
  )
}

type Path = readonly string[]

function pathsIn(value: unknown): Path[] {
  if (typeof value !== 'object' || value === null) return [[]]
  return [[], ...Object.entries(value).flatMap(([key, part]) => pathsIn(part).map((path) => [key, ...path]))]
}

function replacedAt(value: unknown, [key, ...rest]: Path, put: unknown): unknown {
  if (key === undefined) return put
  if (Array.isArray(value))
    return (value as readonly unknown[]).map((part, at) =>
      String(at) === key ? replacedAt(part, rest, put) : part,
    )
  const object = value as Readonly<Record<string, unknown>>
  return { ...object, [key]: replacedAt(object[key], rest, put) }
}

const REPEATED = [...FRAGMENTS, '"\\"', '{"a":', '[{"a":[', 'a: ', '- - ', "''", '"a" ', '1,']

/** Texts of so many characters; what reads one in steps that multiply takes very long. */
export const endless = (characters: number): readonly string[] =>
  REPEATED.map((part) => part.repeat(Math.ceil(characters / part.length)))
