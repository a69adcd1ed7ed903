/** What a running proxy loads when it is first needed. */
export interface LoadedLater<T> {
  /** Null until then. */
  readonly now: T | null
  /** Does something with it, in the order of the calls; nothing where it cannot be loaded. */
  use(work: (loaded: T) => void): void
  /** Resolves when what is being loaded is: to null where that failed, or nothing was wanted of it. */
  settled(): Promise<T | null>
}

/**
 * Its files may be gone when another version took their place, for which nothing else may fail: `onFault` is told why,
 * once.
 */
export function loadedLater<T>(load: () => Promise<T>, onFault: (why: string) => void): LoadedLater<T> {
  let now: T | null = null
  let loading: Promise<T | null> | null = null
  const loaded = async (): Promise<T | null> => {
    try {
      now = await load()
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      onFault(`${why}. If QCC was updated while this proxy ran, restart it: qcc proxy restart.`)
    }
    return now
  }
  return {
    get now() {
      return now
    },
    use: (work) => {
      if (now !== null) {
        work(now)
        return
      }
      loading ??= loaded()
      void loading.then((one) => {
        if (one !== null) work(one)
      })
    },
    settled: async () => loading,
  }
}
