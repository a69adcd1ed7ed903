/** A word that this browser keeps for its next visit. Where it may keep nothing, it is forgotten without a fault. */
export function remembered(name: string): {
  readonly read: () => string | null
  readonly write: (value: string) => void
} {
  return {
    read: () => {
      try {
        return localStorage.getItem(name)
      } catch {
        return null
      }
    },
    write: (value) => {
      try {
        localStorage.setItem(name, value)
      } catch {
        // Private windows of some browsers keep nothing.
      }
    },
  }
}
