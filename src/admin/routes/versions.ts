/** Versions of the configuration. */
import { differences } from '../../core/config/diff.ts'
import { readVersion, type Configuration } from '../../document/configuration.ts'
import { AppError } from '../../errors/app-error.ts'
import type { VersionInfo } from '../../ports/store.ts'
import { linesOf } from '../difference-lines.ts'
import { differencesView } from '../../views/differences-view.ts'
import { replace } from '../change.ts'
import { API } from '../contract.ts'
import {
  diffQuery,
  rollbackRequest,
  versionsQuery,
  type DiffAnswer,
  type RollbackAnswer,
  type VersionAnswer,
  type VersionsAnswer,
} from '../contract/configuration.ts'
import { bodyOf, queryOf, sayFor } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Route } from '../route.ts'

export const versionRoutes = (home: Home): readonly Route[] => [
  {
    ...{ method: 'GET', path: `${API}/versions`, access: 'viewer' },
    answer: async (asked) => {
      const { limit } = queryOf(asked, versionsQuery)
      const found = await (await home.versions()).list(limit)
      return ok({ versions: found.map(infoView) } satisfies VersionsAnswer)
    },
  },
  {
    ...{ method: 'GET', path: `${API}/versions/:number`, access: 'viewer' },
    answer: async ({ params: { number = '' } }) => ok(await versionView(Number(number), home)),
  },
  {
    ...{ method: 'GET', path: `${API}/diff`, access: 'viewer' },
    answer: async (asked) => {
      const { from, to } = queryOf(asked, diffQuery)
      const [before, after] = [await versionOf(from, home), await versionOf(to, home)]
      const found = differences(before.document, after.document)
      const lines = await linesOf(found, await sayFor(asked))
      return ok({ from, to, differences: differencesView(found), lines } satisfies DiffAnswer)
    },
  },
  {
    ...{ method: 'POST', path: `${API}/rollback`, access: 'admin' },
    answer: async (asked) => {
      const { base, to } = await bodyOf(asked, rollbackRequest)
      const { document } = await versionOf(to, home)
      const message = `rollback to version ${String(to)}`
      const answer = await replace({ base, document, message }, home)
      if (answer.kind !== 'json' || answer.status !== DONE) return answer
      return {
        ...answer,
        body: { ...(answer.body as RollbackAnswer), restored: to } satisfies RollbackAnswer,
      }
    },
  },
]

const DONE = 200

/** That version; 0 is the empty configuration before the first. Throws `no-such-thing`. */
export async function versionOf(number: number, { versions }: Home): Promise<Configuration> {
  const kept = await versions()
  const found = Number.isSafeInteger(number) ? await readVersion(kept, number) : null
  if (found !== null) return found
  throw noVersion(number, (await kept.newest())?.number ?? 0)
}

async function versionView(number: number, home: Home): Promise<VersionAnswer> {
  const { document } = await versionOf(number, home)
  const version = await (await home.versions()).at(number)
  if (version === null) throw noVersion(number, number)
  const { content: _content, ...info } = version
  return { ...infoView(info), document }
}

const infoView = ({ at, ...info }: VersionInfo): VersionsAnswer['versions'][number] => ({
  ...info,
  at: new Date(at).toISOString(),
})

function noVersion(number: number, newest: number): AppError {
  const name = `version ${String(number)} of the configuration`
  if (!(number >= 0 && number < newest)) return new AppError('no-such-thing', `There is no ${name}.`)
  return new AppError('no-such-thing', `There is no ${name} any more: versions.keep says how many are kept.`)
}
