/** The configuration: looked at, and changed. */
import { setEndpoint } from '../../core/config/changes.ts'
import { differences } from '../../core/config/diff.ts'
import { sourceOf, type Document } from '../../core/config/document.ts'
import { AppError } from '../../errors/app-error.ts'
import type { ControlAnswer } from '../../ports/control.ts'
import { settingKeys } from '../../settings/schema.ts'
import { linesOf } from '../difference-lines.ts'
import { differencesView } from '../../views/differences-view.ts'
import { settingView } from '../../views/setting-view.ts'
import { apply, invalid, newestOf, parseGiven, replace } from '../change.ts'
import { API } from '../contract.ts'
import {
  configurationRequest,
  drainRequest,
  enabledRequest,
  keyRequest,
  previewRequest,
  type ConfigurationAnswer,
  type KeyAnswer,
  type PreviewAnswer,
} from '../contract/configuration.ts'
import { bodyOf, sayFor } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Asked, type Route } from '../route.ts'
import { versionOf } from './versions.ts'

export const configurationRoutes = (home: Home): readonly Route[] => [
  {
    ...{ method: 'GET', path: `${API}/configuration`, access: 'viewer' },
    answer: async (asked) => ok(await configurationOf(asked, home)),
  },
  {
    ...{ method: 'PUT', path: `${API}/configuration`, access: 'admin' },
    answer: (asked) => put(asked, home),
  },
  {
    ...{ method: 'POST', path: `${API}/preview`, access: 'admin' },
    answer: async (asked) => ok(await previewOf(asked, home)),
  },
  {
    ...{ method: 'POST', path: `${API}/keys`, access: 'admin' },
    answer: async (asked) => {
      const { key } = await bodyOf(asked, keyRequest)
      return ok({ reference: await home.keys.keep(checkedKey(key)) } satisfies KeyAnswer)
    },
  },
  {
    ...{ method: 'POST', path: `${API}/enabled`, access: 'admin' },
    answer: async (asked) => {
      const { endpoint, on } = await bodyOf(asked, enabledRequest)
      const message = `${on ? 'enabled' : 'disabled'} endpoint ${endpoint}`
      return apply(setEndpoint(endpoint, { enabled: on }), message, home)
    },
  },
  {
    ...{ method: 'POST', path: `${API}/drain`, access: 'admin' },
    answer: async (asked) => {
      const { endpoint, on, weight } = await bodyOf(asked, drainRequest)
      const message = on
        ? `drained endpoint ${endpoint}`
        : `weight of endpoint ${endpoint}: ${String(weight)}`
      return apply(setEndpoint(endpoint, { weight: on ? 0 : weight }), message, home)
    },
  },
]

async function configurationOf(asked: Asked, home: Home): Promise<ConfigurationAnswer> {
  const { document, number } = await newestOf(home)
  const [view, say] = [home.settingsOf(document), await sayFor(asked)]
  return {
    ...{ number, document, keys: await keysOf(document, home) },
    settings: settingKeys.map((key) => settingView(view, key, say)),
  }
}

/** Each reference once, in the order of the document. */
async function keysOf(document: Document, { keys }: Home): Promise<ConfigurationAnswer['keys']> {
  const uses = document.profiles.flatMap(({ endpoints, name }) =>
    endpoints.flatMap((entry) => {
      const source = sourceOf(document, entry)
      return source === null ? [] : [{ reference: source.credential, endpoint: `${name}/${entry.name}` }]
    }),
  )
  const byReference = [...Map.groupBy(uses, ({ reference }) => reference)]
  return Promise.all(
    byReference.map(async ([reference, users]) => ({
      ...{ reference, endpoints: users.map(({ endpoint }) => endpoint) },
      hasKey: await keys.has(reference),
    })),
  )
}

const UNPROCESSABLE = 422

async function put(asked: Asked, home: Home): Promise<ControlAnswer> {
  const { base, document: given, message } = await bodyOf(asked, configurationRequest)
  const parsed = parseGiven(given, (await newestOf(home)).document)
  if (parsed.kind === 'valid') return replace({ base, document: parsed.document, message }, home)
  const body = invalid(parsed.faults, await sayFor(asked))
  return { kind: 'json', status: UNPROCESSABLE, body }
}

async function previewOf(asked: Asked, home: Home): Promise<PreviewAnswer> {
  const { base, document: given } = await bodyOf(asked, previewRequest)
  const say = await sayFor(asked)
  const before = await versionOf(base, home)
  const parsed = parseGiven(given, before.document)
  if (parsed.kind === 'invalid') return invalid(parsed.faults, say)
  const found = differences(before.document, parsed.document)
  const { number: newest } = await newestOf(home)
  return {
    ...{ kind: 'valid', newest, document: parsed.document },
    ...{ differences: differencesView(found), lines: await linesOf(found, say) },
  }
}

/** A line break in a header would end it; people paste one with a key. */
function checkedKey(given: string): string {
  const key = given.trim()
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new AppError(
    'bad-request',
    'This is not a key: a key has letters, digits and signs of ASCII, without spaces.',
  )
}
