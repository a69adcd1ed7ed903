import type { Json } from '../core/json.ts'
import type { States } from '../ports/store.ts'
import type { Connection } from './connection.ts'
import { damaged } from './store-failure.ts'

export function statesIn({ db, file, use }: Connection): States {
  const get = db.prepare('SELECT value FROM states WHERE name = ?')
  const set = db.prepare(
    'INSERT INTO states (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  )
  return {
    get: async (name) =>
      use(() => {
        const value = get.get(name)?.['value']
        if (value === undefined) return null
        try {
          return JSON.parse(String(value)) as Json
        } catch {
          throw damaged(file, `the state "${name}" is not as it was written`)
        }
      }),
    set: async (name, value) => {
      use(() => set.run(name, JSON.stringify(value)))
    },
  }
}
