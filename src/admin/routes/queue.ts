/** Requests that nobody could serve. */
import { answerContent } from '../../anthropic/answer-content.ts'
import type { QueuedItem } from '../../core/queue/item.ts'
import { readConfiguration } from '../../document/configuration.ts'
import { AppError } from '../../errors/app-error.ts'
import type { QueueStore } from '../../ports/queue.ts'
import type { Settings } from '../../settings/schema.ts'
import { itemView, keptItems, queueSummary } from '../../views/queue-view.ts'
import { API } from '../contract.ts'
import {
  queueClearRequest,
  queueQuery,
  type QueueAnswer,
  type QueueClearAnswer,
  type QueueClearRequest,
  type QueueContentAnswer,
  type QueueItemAnswer,
} from '../contract/queue.ts'
import { bodyOf, queryOf, sayFor } from '../given.ts'
import type { Home } from '../home.ts'
import { ok, type Asked, type Route } from '../route.ts'

export function queueRoutes(home: Home): readonly Route[] {
  const { clock, queue } = home
  return [
    {
      ...{ method: 'GET', path: `${API}/queue`, access: 'viewer' },
      answer: async (asked) => ok(await queueOf(asked, home)),
    },
    {
      ...{ method: 'GET', path: `${API}/queue/:id`, access: 'viewer' },
      answer: async (asked) => {
        const settings = await settingsOf(home)
        const item = await queue((store) => itemOf(asked, store))
        return ok({ item: itemView(item, settings, clock.now()) } satisfies QueueItemAnswer)
      },
    },
    {
      ...{ method: 'GET', path: `${API}/queue/:id/content`, access: 'admin' },
      answer: async (asked) => ok(await queue((store) => contentOf(asked, store))),
    },
    {
      ...{ method: 'POST', path: `${API}/queue/clear`, access: 'admin' },
      answer: async (asked) => {
        const wanted = await bodyOf(asked, queueClearRequest)
        return ok(await queue((store) => cleared(wanted, store, clock.now())))
      },
    },
  ]
}

async function queueOf(asked: Asked, home: Home): Promise<QueueAnswer> {
  const { limit, state } = queryOf(asked, queueQuery)
  const settings = await settingsOf(home)
  const now = home.clock.now()
  const say = await sayFor(asked)
  return home.queue(async (store) => {
    const items = await keptItems(store, state === undefined ? undefined : [state])
    return {
      status: {
        ...(await queueSummary(async () => store, settings, now, say)),
        ...{ strategy: settings['queue.strategy'], proxy: true, fileBytes: store.fileBytes() },
        ...{ maxItems: settings['queue.max-items'], maxBytes: settings['queue.max-bytes'] },
      },
      items: items.slice(0, limit).map((item) => itemView(item, settings, now)),
    }
  })
}

async function settingsOf({ settingsOf: viewOf, versions }: Home): Promise<Settings> {
  const { document } = await readConfiguration(await versions())
  return viewOf(document).settings
}

async function itemOf({ params: { id = '' } }: Asked, store: QueueStore): Promise<QueuedItem> {
  const [item, other] = await store.find(id.toLowerCase(), 2)
  if (item === undefined) throw new AppError('no-such-thing', `Nothing is kept under "${id}".`)
  if (other === undefined) return item
  throw new AppError('conflict', `Several kept requests begin with "${id}". Give more of it.`)
}

async function contentOf(asked: Asked, store: QueueStore): Promise<QueueContentAnswer> {
  const { id } = await itemOf(asked, store)
  const [request, answer] = [await store.request(id), await store.answer(id)]
  const said = answer === null ? null : answerContent(Buffer.from(answer.body))
  return {
    request: request === null ? null : Buffer.concat(request.chunks).toString(),
    answer:
      said === null
        ? null
        : { text: said.text, tools: said.tools.map(({ input, name }) => ({ name, input })) },
  }
}

async function cleared(
  { olderThanMs, states }: QueueClearRequest,
  store: QueueStore,
  now: number,
): Promise<QueueClearAnswer> {
  const which = {
    ...(states === undefined ? {} : { states }),
    ...(olderThanMs === undefined ? {} : { before: now - olderThanMs }),
  }
  const { leased: beingSent, ...rest } = await store.clear(which, now)
  return { ...rest, beingSent }
}
