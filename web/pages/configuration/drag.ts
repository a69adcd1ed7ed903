/** What is being dragged over the page, and where it would go. */
import { signal } from '@preact/signals'

export type Dragged =
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'endpoint'; readonly id: string }

export const dragged = signal<Dragged | null>(null)
/** What was moved last and whereto, for those who hear the page. */
export const announced = signal('')

/**
 * The place in `list` that a pointer at `y` is over, among the children that
 * can be dragged, without the one that is.
 */
function indexAt(list: Element, y: number): number {
  const children = [...list.children].filter(
    (child) =>
      child instanceof HTMLElement &&
      child.dataset['dragging'] !== 'true' &&
      child.dataset['item'] !== undefined,
  )
  const below = children.findIndex((child) => {
    const { height, top } = child.getBoundingClientRect()
    return y < top + height / 2
  })
  return below === -1 ? children.length : below
}

/** What an element needs to take what is dragged; `onDrop` gets its place in the list. */
export function dropPlace(kind: Dragged['kind'], onDrop: (what: Dragged, index: number) => void) {
  return {
    onDragOver: (event: DragEvent) => {
      if (dragged.value?.kind !== kind) return
      event.preventDefault()
      event.stopPropagation()
    },
    onDrop: (event: DragEvent) => {
      const { value } = dragged
      if (value?.kind !== kind) return
      event.preventDefault()
      event.stopPropagation()
      dragged.value = null
      if (event.currentTarget instanceof Element) onDrop(value, indexAt(event.currentTarget, event.clientY))
    },
  }
}
