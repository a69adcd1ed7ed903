import type { ComponentChildren } from 'preact'

interface Told {
  readonly label: string
  /** Null while it is not known yet; its place is there all the same. */
  readonly value: string | null
  /** What stands below it, in small. */
  readonly more?: ComponentChildren
}

/** A number that a page begins with. For a list of them: `<dl class="figures">`. */
export function Figure({ label, more, value }: Told) {
  return (
    <div class="figure">
      <dt>{label}</dt>
      <dd>
        <span class="figure-value">{value ?? '\u00a0'}</span>
        <span class="figure-more">{more ?? '\u00a0'}</span>
      </dd>
    </div>
  )
}
