import type { DatabaseSync } from 'node:sqlite'

/**
 * Deletes the secrets from before `before` that no version mentions. Newest
 * versions first: nearly every secret is found in the first one, and then the
 * rest need not be read.
 */
export function forgetSecrets(db: DatabaseSync, before: number): void {
  const old = db.prepare('SELECT id FROM sealed_secrets WHERE at < ?').all(before)
  const unseen = new Set(old.map(({ id }) => String(id)))
  if (unseen.size === 0) return
  for (const { content } of db.prepare('SELECT content FROM versions ORDER BY number DESC').iterate()) {
    for (const id of unseen) if (String(content).includes(`secret:${id}`)) unseen.delete(id)
    if (unseen.size === 0) return
  }
  const forget = db.prepare('DELETE FROM sealed_secrets WHERE id = ?')
  for (const id of unseen) forget.run(id)
}
