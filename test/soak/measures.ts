import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Trail } from '../../src/ports/trail.ts'
import { trailsIn } from '../../src/store/trails-text.ts'
import { handlesOf } from '../support/handles.ts'
import { usedBytes } from '../support/inspector.ts'
import type { Books } from './books.ts'
import type { Stage } from './stage.ts'
import { EXTRA } from './trouble.ts'

/** What the proxy takes while nothing is under way. Sizes in bytes. */
export interface Measured {
  /** Heap and buffers in use, all garbage collected. */
  readonly used: number
  /** Null where the system does not tell, like the next two. */
  readonly resident: number | null
  readonly sockets: number | null
  readonly files: number | null
  readonly configuration: number
  readonly history: number
  readonly queue: number
  /** The largest write-ahead log of the three. */
  readonly wal: number
}

export async function measured({ home, inspector, pid }: Stage): Promise<Measured> {
  const size = (name: string): number => (existsSync(join(home, name)) ? statSync(join(home, name)).size : 0)
  const used = await usedBytes(inspector)
  const handles = process.platform === 'linux' ? handlesOf(pid) : null
  return {
    ...{ used, resident: handles === null ? null : residentOf(pid) },
    ...{ sockets: handles?.sockets ?? null, files: handles?.files ?? null },
    ...{ configuration: size('qcc.db'), history: size('history.db'), queue: size('queue.db') },
    wal: Math.max(...['qcc.db-wal', 'history.db-wal', 'queue.db-wal'].map(size)),
  }
}

/** Source: proc(5). */
const residentOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${String(pid)}/status`, 'utf8'))?.[1]) * 1_024

/** Reads on in the trails that a proxy writes down, while it forgets old ones. */
export class TrailReader {
  readonly #file: string
  readonly #books: Books
  #number = 0
  /** Trails of what an endpoint answered that is gone: the metrics forget it. */
  ofRemoved = 0

  constructor({ home }: Stage, books: Books) {
    this.#file = join(home, 'history.db')
    this.#books = books
  }

  read(): void {
    if (!existsSync(this.#file)) return
    const db = new DatabaseSync(this.#file, { readOnly: true, timeout: 5_000 })
    try {
      // Made at the first write, file and table one after the other.
      if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'batches'").get() === undefined) return
      const rows = db
        .prepare('SELECT number, trails FROM batches WHERE number > ? ORDER BY number')
        .all(this.#number)
      for (const { number, trails } of rows) {
        if (Number(number) !== this.#number + 1)
          throw new Error('trails were forgotten before they were read')
        this.#number = Number(number)
        const batch = trailsIn(String(trails))
        if (batch === null) throw new Error('trails are not as they were written')
        for (const trail of batch) {
          if (isOfQueue(trail)) continue
          this.#books.onTrail(trail)
          if (trail.endpoint === EXTRA) this.ofRemoved += 1
        }
      }
    } finally {
      db.close()
    }
  }
}

/** No client waits for what the queue sends. */
const isOfQueue = ({ steps }: Trail): boolean =>
  steps.some((step) => step.kind === 'queue' && step.what === 'sent-again')

interface Item {
  readonly id: string
  readonly state: string
  readonly reason: string | null
  readonly isAccepted: boolean
}

export function itemsIn({ home }: Stage): readonly Item[] {
  const file = join(home, 'queue.db')
  if (!existsSync(file)) return []
  const db = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  try {
    return db
      .prepare('SELECT id, state, final_reason, is_accepted FROM items')
      .all()
      .map((row) => ({
        ...{ id: String(row['id']), state: String(row['state']), isAccepted: row['is_accepted'] === 1 },
        reason: row['final_reason'] as string | null,
      }))
  } finally {
    db.close()
  }
}
