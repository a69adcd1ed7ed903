import type { Vault } from '../ports/vault.ts'

/** Secrets that the person keeps in environment variables: `env:NAME`. */
export const envVault: Vault = {
  resolve: async (reference) => {
    const name = /^env:(.+)$/.exec(reference)?.[1]
    const value = name === undefined ? undefined : process.env[name]
    return value === undefined || value === '' ? null : value
  },
}
