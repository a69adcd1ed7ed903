import { expect, test } from 'vitest'
import type { WrappingKind } from '../../src/ports/vault.ts'
import { killAtEach } from '../support/rekey-kills.ts'

const KINDS: readonly WrappingKind[] = ['key-file', 'key-store', 'passphrase']

test.each(KINDS.flatMap((from) => KINDS.map((to) => [from, to] as const)))(
  'killed before each operation from %s to %s, sealing anew leaves all keys readable',
  async (from, to) => {
    const kills = await killAtEach(from, to, 1)
    console.log({ from, to, kills })
    expect(kills).toBeGreaterThan(8)
  },
  120_000,
)
