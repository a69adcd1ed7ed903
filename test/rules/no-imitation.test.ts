// QCC says of nobody that it is them: what it sends of its own names no client, and nothing in the sources makes or reads
// the log-in of a subscription.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { requestHeaders } from '../../src/anthropic/headers.ts'
import { listRequest, postRequest } from '../../src/health/probe-request.ts'
import { BUILT_IN_TABLE } from '../../src/lab/sim/built-in-table.ts'
import { root } from './fixture-tree.ts'

/** What only Claude Code says of itself, and what only its log-in has. Its made-up players in `src/lab` talk to each other. */
const THEIRS =
  /claude-cli\/|claude-code\/\d|you are claude code|x-app['"]|x-stainless-(?!timeout)|oauth|sk-ant-oat|\.credentials\.json/gi

const sources = readdirSync(path.join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.startsWith('lab'),
)

it('no source names what only Claude Code sends, or the log-in of a subscription', () => {
  expect(sources.length).toBeGreaterThan(500)
  const found = sources.flatMap((name) =>
    (readFileSync(path.join(root, 'src', name), 'utf8').match(THEIRS) ?? []).map(
      (what) => `${name}: ${what}`,
    ),
  )
  expect(found).toEqual([])
  expect('user-agent: claude-cli/2.1.0'.match(THEIRS)).toHaveLength(1)
})

const one = BUILT_IN_TABLE.profiles[0]?.endpoints[0]
if (one === undefined) throw new Error('no endpoint')

it.each([
  ['the list of models', listRequest(one, 'made-up')],
  ['a question', postRequest(one, 'made-up', '/v1/messages', {})],
  ['a count', postRequest(one, 'made-up', '/v1/messages/count_tokens', {})],
])('a check (%s) says nothing of who asks but the key', (_what, { headers }) => {
  const names = headers.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase())
  const known = [
    'accept',
    'accept-encoding',
    'anthropic-version',
    'authorization',
    'content-type',
    'x-api-key',
  ]
  expect(names.filter((name) => !known.includes(name))).toEqual([])
})

it('a request passes with what its client says of itself, and with nothing more', () => {
  const own = ['user-agent', 'another-client/1', 'x-other', 'y']
  const sent = requestHeaders(own, { auth: 'x-api-key', key: 'made-up' }, false)
  expect(sent.slice(0, 4)).toEqual(own)
  expect(sent.slice(4).filter((_, at) => at % 2 === 0)).toEqual(['x-api-key'])
  expect(requestHeaders([], { auth: 'x-api-key', key: 'made-up' }, false)).toEqual(['x-api-key', 'made-up'])
})
