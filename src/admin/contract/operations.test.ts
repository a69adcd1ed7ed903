// What is written down of the control API is what it has.
import { expect, test } from 'vitest'
import { homeRoutes } from '../home-routes.ts'
import type { Home } from '../home.ts'
import type { LiveEvents } from '../live-events.ts'
import type { Route } from '../route.ts'
import { accessRoutes, type AccessParts } from '../routes/access.ts'
import { eventRoutes } from '../routes/events.ts'
import { healthRoutes } from '../routes/health.ts'
import { metricsRoutes } from '../routes/metrics.ts'
import { notifyRoutes } from '../routes/notify.ts'
import { OPERATIONS, type Operation } from './operations.ts'

const nothing = async (): Promise<never> => {
  throw new Error('no route is asked here')
}
const routes: readonly Route[] = [
  ...homeRoutes({ clock: { now: () => 0, after: () => () => undefined } } as unknown as Home),
  ...accessRoutes({} as AccessParts),
  ...eventRoutes({} as LiveEvents, nothing),
  ...metricsRoutes(nothing),
  ...notifyRoutes(nothing),
  ...healthRoutes(() => {
    throw new Error('no route is asked here')
  }),
]
const lineOf = ({ access, method, path }: Route | Operation): string => `${method} ${path} (${access})`
const written = OPERATIONS.map(lineOf)

test.each(routes.map(lineOf))('%s is in the contract', (line) => {
  expect(written).toContain(line)
})

/** Those that commands ask for; test/e2e/control-api.test.ts asks them all. */
const OF_COMMANDS = ['identity', 'status', 'flight', 'probe', 'check', 'switch', 'retry', 'settle', 'stop']

test('the contract has nothing else', () => {
  const known = routes.map(lineOf)
  const others = OPERATIONS.filter((one) => !known.includes(lineOf(one)))
  expect(others.map(({ path }) => path.split('/').at(-1)).sort()).toEqual(OF_COMMANDS.toSorted())
})

test('nothing is written down twice, and whoever changes something is an admin', () => {
  expect(new Set(written).size).toBe(written.length)
  const open = OPERATIONS.filter(({ access, method }) => method !== 'GET' && access !== 'admin')
  expect(open.map(({ path }) => path)).toEqual(['/_qcc/api/v1/logout'])
})
