import { existsSync } from 'node:fs'
import { AppError } from '../errors/app-error.ts'
import type { QueueStore } from '../ports/queue.ts'
import { openQueue, type QueuePlace } from './open-queue.ts'
import { queueFileBytes } from './queue-clearing.ts'
import { setAside } from './set-aside.ts'
import { storeFailure } from './store-failure.ts'

interface Place extends QueuePlace {
  /**
   * For whoever has the home to itself: a damaged file is set aside under
   * another name, this is told, and the next one is begun. For all others it
   * is an error, since somebody may be at work in it.
   */
  readonly onDamage: ((why: string) => void) | null
}

/** The queue in this file, opened at the first use. Only parking makes a file: without one, there is nothing in it. */
export function queueAt(place: Place): QueueStore {
  const lazy = new LazyQueue(place)
  const use = lazy.use.bind(lazy)
  return {
    park: (draft, caps) => lazy.made((queue) => queue.park(draft, caps)),
    take: (id, lease, now, also) => use({ kind: 'none' }, (queue) => queue.take(id, lease, now, also)),
    renew: (id, lease) => use(false, (queue) => queue.renew(id, lease)),
    settle: (id, owner, after, tried, now) =>
      use(false, (queue) => queue.settle(id, owner, after, tried, now)),
    give: (id, now) => use(null, (queue) => queue.give(id, now)),
    answer: (id) => use(null, (queue) => queue.answer(id)),
    request: (id) => use(null, (queue) => queue.request(id)),
    find: (idStart, most) => use([], (queue) => queue.find(idStart, most)),
    withFingerprint: (fingerprint) => use(null, (queue) => queue.withFingerprint(fingerprint)),
    list: (filter) => use([], (queue) => queue.list(filter)),
    open: () => use([], (queue) => queue.open()),
    freeOthers: (owner) => use(0, (queue) => queue.freeOthers(owner)),
    prune: (now, ttlMs) => use({ expired: 0, forgotten: 0 }, (queue) => queue.prune(now, ttlMs)),
    clear: (which, now) =>
      use({ items: 0, leased: 0, fileBytesBefore: 0, fileBytesAfter: 0 }, (queue) => queue.clear(which, now)),
    fileBytes: () => queueFileBytes(place.file),
    changeCount: () => lazy.changeCount(),
    close: () => {
      lazy.close()
    },
  }
}

class LazyQueue {
  readonly #place: Place
  #queue: QueueStore | null = null
  /** Files that were set aside. */
  #damaged = 0

  constructor(place: Place) {
    this.#place = place
  }

  /** `empty` where there is no file. */
  async use<T>(empty: T, work: (queue: QueueStore) => Promise<T>): Promise<T> {
    if (this.#queue === null && !existsSync(this.#place.file)) return empty
    return this.#worked(work, async () => empty)
  }

  /** Makes the file where there is none, and another one in the place of a damaged one. */
  made<T>(work: (queue: QueueStore) => Promise<T>): Promise<T> {
    return this.#worked(work, () => work(this.#opened()))
  }

  changeCount(): number {
    return this.#queue?.changeCount() ?? 0
  }

  close(): void {
    this.#queue?.close()
    this.#queue = null
  }

  #opened(): QueueStore {
    return (this.#queue ??= openQueue(this.#place))
  }

  /** `instead` once a damaged file has been set aside. */
  async #worked<T>(work: (queue: QueueStore) => Promise<T>, instead: () => Promise<T>): Promise<T> {
    const before = this.#damaged
    try {
      return await work(this.#opened())
    } catch (error) {
      // Of several that met the damage, the first one has mended it for all.
      if (this.#damaged === before) this.#mend(error)
      return instead()
    }
  }

  #mend(error: unknown): void {
    const { onDamage } = this.#place
    if (!(error instanceof AppError) || error.code !== 'store-corrupt') throw error
    if (onDamage === null) throw notMended(error)
    this.#damaged += 1
    this.#setAside(error.message, onDamage)
  }

  #setAside(why: string, onDamage: (why: string) => void): void {
    const { file } = this.#place
    this.close()
    try {
      setAside(file)
    } catch (error) {
      throw storeFailure(error, file)
    }
    onDamage(why)
  }
}

/** What helps with the configuration does not help here. */
const notMended = (cause: AppError): AppError =>
  new AppError('store-corrupt', cause.message, { cause, details: cause.details, text: 'error.queue-damaged' })
