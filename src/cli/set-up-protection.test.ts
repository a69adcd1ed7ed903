import { expect, test } from 'vitest'
import { sayIn } from '../../test/support/say.ts'
import type { KeyVault, Protection, Rewrapping } from '../ports/vault.ts'
import type { Ask } from './ask.ts'
import type { Context } from './context.ts'
import { protectHome, protectionAnswer } from './set-up-protection.ts'

/** A home, a person who takes the choice of that number, and what came of it. */
async function setUp(protection: Protection['kind'], hasKeyStore: boolean, take: number | null) {
  const offered: string[] = []
  const applied: Rewrapping[] = []
  const ask: Pick<Ask, 'choose'> = {
    choose: async (_question, choices) => {
      offered.push(...choices.map(({ value }) => value))
      const choice = choices[take ?? 0]
      if (choice === undefined) throw new Error('there is no such choice')
      return choice.value
    },
  }
  const keys = {
    protection: async () => ({ kind: protection }),
    hasKeyStore: async () => hasKeyStore,
    rekey: async (to: Rewrapping) => void applied.push(to),
  } as unknown as KeyVault
  const env = { QCC_NEW_PASSPHRASE: 'correct horse battery' }
  const redactor = { learn: () => undefined }
  const context = { say: sayIn('en'), keys: async () => keys, env, redactor } as unknown as Context
  const draft = await protectionAnswer(context, take === null ? null : (ask as Ask))
  if (draft !== null) await protectHome(context, draft)
  return { offered, applied: applied.map(({ kind }) => kind) }
}

test.each([
  ['the key store first, where one answers', true, 0, ['key-store', 'key-file', 'passphrase'], 'key-store'],
  ['what is chosen', true, 2, ['key-store', 'key-file', 'passphrase'], 'passphrase'],
  ['no key store where none answers', false, 0, ['key-file', 'passphrase'], 'key-file'],
] as const)('a new home is offered %s', async (_what, hasKeyStore, take, offered, applied) => {
  expect(await setUp('nothing-stored', hasKeyStore, take)).toEqual({ offered, applied: [applied] })
})

test.each([
  ['something is set already', 'key-file', 0],
  ['nobody can be asked', 'nothing-stored', null],
] as const)('where %s, nothing is asked or changed', async (_what, protection, take) => {
  expect(await setUp(protection, true, take)).toEqual({ offered: [], applied: [] })
})
