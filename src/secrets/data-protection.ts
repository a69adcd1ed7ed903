import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyFault } from './key-fault.ts'
import type { AskStore, KeyStore } from './key-store.ts'

const PROGRAM = 'powershell.exe'

/** Reads base64 from its standard input and writes base64, so that no code page changes anything. */
const script = (what: 'Protect' | 'Unprotect'): string =>
  [
    "$ErrorActionPreference = 'Stop'",
    'Add-Type -AssemblyName System.Security',
    '$bytes = [Convert]::FromBase64String([Console]::In.ReadToEnd().Trim())',
    `$result = [Security.Cryptography.ProtectedData]::${what}($bytes, $null, 'CurrentUser')`,
    '[Console]::Out.Write([Convert]::ToBase64String($result))',
  ].join('; ')

/**
 * Windows' data protection (DPAPI), asked by PowerShell. It keeps nothing
 * itself: what it encrypted lies in a file that only this user of this machine
 * can have decrypted. It has no items of others.
 */
export function dataProtection(ask: AskStore, folder: string): KeyStore {
  const fileOf = (item: string): string => join(folder, item)
  const run = async (what: 'Protect' | 'Unprotect', base64: string): Promise<string | null> => {
    const args = ['-NoProfile', '-NonInteractive', '-Command', script(what)]
    const { code, output } = await ask(PROGRAM, args, base64)
    return code === 0 && output.trim() !== '' ? output.trim() : null
  }
  return {
    name: 'dpapi',
    keep: async (item, secret) => {
      const sealed = await run('Protect', Buffer.from(secret).toString('base64'))
      if (sealed === null) throw keyFault('key-store-closed')
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      writeFileSync(fileOf(item), `${sealed}\n`, { mode: 0o600, flush: true })
    },
    read: async (item) => {
      const sealed = textOf(fileOf(item))
      const plain = sealed === null ? null : await run('Unprotect', sealed)
      return plain === null ? null : Buffer.from(plain, 'base64').toString()
    },
    remove: async (item) => {
      rmSync(fileOf(item), { force: true })
    },
    readForeign: async () => null,
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'latin1').trim()
  } catch {
    return null
  }
}
