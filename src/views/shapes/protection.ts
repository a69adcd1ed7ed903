/** How stored keys are protected, as found on disk. */
import * as v from 'valibot'

export const protectionShape = v.variant('kind', [
  v.strictObject({ kind: v.literal('nothing-stored') }),
  v.strictObject({ kind: v.literal('key-file'), file: v.string(), secrets: v.number() }),
  v.strictObject({
    kind: v.literal('key-store'),
    store: v.picklist(['secret-service', 'keychain', 'dpapi']),
    secrets: v.number(),
  }),
  v.strictObject({ kind: v.literal('passphrase'), isOpened: v.boolean(), secrets: v.number() }),
  v.strictObject({
    kind: v.literal('unreadable'),
    reason: v.picklist([
      ...(['key-file-gone', 'key-file-damaged', 'not-opened'] as const),
      ...([
        'key-store-off',
        'key-store-missing',
        'key-store-silent',
        'key-store-closed',
        'key-store-refuses',
      ] as const),
      ...(['passphrase-missing', 'passphrase-wrong'] as const),
    ]),
    values: v.record(v.string(), v.union([v.string(), v.number()])),
  }),
])
