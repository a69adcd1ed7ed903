import type { ComponentChildren } from 'preact'

/** One of the things that are known of something. For a list of them: `<dl class="facts">`. */
export function Fact({ children, name }: { readonly name: string; readonly children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
