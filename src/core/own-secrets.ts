/** What opens the keys of a home, for QCC alone. */
const OWN: readonly string[] = ['QCC_PASSPHRASE', 'QCC_NEW_PASSPHRASE']

type Env = Readonly<Record<string, string | undefined>>

/** Variables as other programs get them: what opens the keys is no business of theirs, nor of what they start. */
export const withoutOwnSecrets = (env: Env): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !OWN.includes(name)))
