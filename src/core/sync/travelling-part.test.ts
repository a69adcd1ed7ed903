import fc from 'fast-check'
import { expect, test } from 'vitest'
import { documents, own, reused } from '../../../test/support/documents.ts'
import { differences } from '../config/diff.ts'
import type { Document } from '../config/document.ts'
import {
  KEPT_ELSEWHERE,
  onMachineOf,
  travellingPart,
  withKeptOf,
  withoutKept,
  type IsShared,
} from './travelling-part.ts'

const isShared: IsShared = (key) => key !== 'proxy.port'

const LOCAL: Document = {
  defaultProfile: 'work',
  profiles: [
    {
      name: 'work',
      endpoints: [own('0000000a', 'one', { outboundProxy: 'http://p:1', credential: 'secret:A' })],
    },
    { name: 'spare', endpoints: [reused('0000000c', 'again', 'work/one')] },
  ],
  settings: { 'proxy.port': 80, 'timeout.idle': 9 },
}

test('port, default profile and outbound proxies stay, and everything else travels', () => {
  const travelling = travellingPart(LOCAL, isShared)
  expect(travelling).toEqual({
    profiles: [
      { name: 'work', endpoints: [own('0000000a', 'one', { credential: 'secret:A' })] },
      LOCAL.profiles[1],
    ],
    settings: { 'timeout.idle': 9 },
  })
  expect(onMachineOf(LOCAL, travelling, isShared)).toEqual(LOCAL)
})

test('what arrives on a machine for the first time brings nothing of another one', () => {
  const arrived = onMachineOf(
    { profiles: [], settings: { 'proxy.port': 1 } },
    travellingPart(LOCAL, isShared),
    isShared,
  )
  expect(arrived).toMatchObject({ settings: { 'proxy.port': 1, 'timeout.idle': 9 } })
  expect(arrived.defaultProfile).toBeUndefined()
})

test.each([
  ['renamed', [{ ...LOCAL.profiles[0], name: 'job' }], 'job'],
  ['gone', [{ name: 'new', endpoints: [] }], undefined],
])('a default profile that was %s', (_name, profiles, expected) => {
  const arrived = onMachineOf(LOCAL, { profiles: profiles as Document['profiles'], settings: {} }, isShared)
  expect(arrived.defaultProfile).toBe(expected)
})

test('references to kept keys stay where they do not travel, and variables go', () => {
  const mixed = {
    ...LOCAL,
    profiles: [
      {
        name: 'work',
        endpoints: [own('0000000a', 'one', { credential: 'secret:A' }), own('0000000b', 'two')],
      },
    ],
  }
  const masked = withoutKept(mixed)
  expect(masked.profiles[0]?.endpoints).toMatchObject([
    { credential: KEPT_ELSEWHERE },
    { credential: 'env:KEY_0000000b' },
  ])
  expect(withKeptOf(mixed, masked)).toEqual(mixed)
  const there = {
    ...mixed,
    profiles: [{ name: 'work', endpoints: [own('0000000a', 'one', { credential: 'env:X' })] }],
  }
  expect(withKeptOf(there, masked)).toEqual(masked)
})

test('a document on its own machine is as it was', () => {
  fc.assert(
    fc.property(documents, (document) => {
      const back = onMachineOf(document, travellingPart(document, isShared), isShared)
      expect(differences(document, back)).toEqual([])
    }),
  )
})
