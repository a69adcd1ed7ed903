import type { Switch } from '../core/failover/switch.ts'
import type { Switches } from '../ports/history.ts'
import type { Connection } from './connection.ts'
import { damaged } from './store-failure.ts'

/** They are few, so each has a row. */
export function switchesIn({ db, file, transact, use }: Connection): Switches {
  const add = db.prepare('INSERT INTO switches (at, switch) VALUES (?, ?)')
  const newest = db.prepare('SELECT switch FROM switches ORDER BY number DESC LIMIT ?')
  const forget = db.prepare(`
    DELETE FROM switches
    WHERE at < ? OR number <= (SELECT number FROM switches ORDER BY number DESC LIMIT 1 OFFSET ?)`)
  return {
    add: async (switches) => {
      if (switches.length === 0) return
      transact(() => {
        for (const one of switches) add.run(one.at, JSON.stringify(one))
      })
    },
    newest: async (most) =>
      use(() => {
        try {
          return newest.all(most).map((row) => JSON.parse(String(row['switch'])) as Switch)
        } catch (error) {
          if (error instanceof SyntaxError) throw damaged(file, 'a switch is not as it was written')
          throw error
        }
      }),
    prune: async ({ most, since }) => {
      use(() => forget.run(since, most))
    },
  }
}
