/** What is being dragged over the page, by mouse, finger or pen, and where it would go. */
import { signal } from '@preact/signals'

export type Dragged =
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'endpoint'; readonly id: string }
type Kind = Dragged['kind']

/** A place in a list: before one of its items, or at its end. */
export interface Target {
  /** The lane of profiles, or the profile of endpoints. */
  readonly list: string
  readonly before: string | null
}

const dragged = signal<Dragged | null>(null)
const target = signal<Target | null>(null)
/** What was moved last and whereto, for those who hear the page. */
export const announced = signal('')

/** So near the edge of what is seen the page moves along, by so much at a time (CSS pixels). */
const EDGE_PX = 56
const ALONG_PX = 12
/** Who presses a handle without moving it moves nothing. */
const STILL_PX = 4

/** What a list that takes such things needs. */
export const listProps = (kind: Kind, list: string) => ({
  'data-list': `${kind} ${list}`,
  'data-takes': dragged.value?.kind === kind,
  'data-at-end': isTarget(kind, list, null),
})

/** What an item of it needs. */
export const itemProps = (kind: Kind, list: string, item: string) => ({
  'data-item': item,
  'data-dragging': item === nameOf(dragged.value),
  'data-before': isTarget(kind, list, item),
})

const nameOf = (what: Dragged | null): string | null =>
  what === null ? null : what.kind === 'profile' ? what.name : what.id

const isTarget = (kind: Kind, list: string, before: string | null): boolean =>
  dragged.value?.kind === kind && target.value?.list === list && target.value.before === before

/** What a handle needs so that `what` can be dragged by it. */
export function handleProps(what: Dragged, onDrop: (target: Target) => void) {
  const end = () => {
    dragged.value = null
    target.value = null
  }
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || !(event.currentTarget instanceof Element)) return
      event.currentTarget.setPointerCapture(event.pointerId)
      begun.y = event.clientY
      dragged.value = what
    },
    onPointerMove: (event: PointerEvent) => {
      if (dragged.value === null) return
      if (target.value === null && Math.abs(event.clientY - begun.y) < STILL_PX) return
      const next = targetAt(what, event.clientX, event.clientY)
      const { value } = target
      if (next?.list !== value?.list || next?.before !== value?.before) target.value = next
      if (event.clientY < EDGE_PX) scrollBy(0, -ALONG_PX)
      if (event.clientY > innerHeight - EDGE_PX) scrollBy(0, ALONG_PX)
    },
    onPointerUp: () => {
      const { value } = target
      const isDragged = dragged.value !== null
      end()
      if (isDragged && value !== null) onDrop(value)
    },
    onLostPointerCapture: end,
  }
}

/** Where the pointer was pressed. */
const begun = { y: 0 }

/** Over a list, or over the card that it is in. */
function targetAt(what: Dragged, x: number, y: number): Target | null {
  const lists = `[data-list^="${what.kind} "]`
  const cards = what.kind === 'profile' ? 'section' : 'li'
  for (const element of document.elementsFromPoint(x, y)) {
    const list = element.matches(lists)
      ? element
      : element.matches(cards)
        ? element.querySelector(lists)
        : null
    if (list instanceof HTMLElement) {
      return {
        list: (list.dataset['list'] ?? '').slice(what.kind.length + 1),
        before: itemAt(list, y, nameOf(what)),
      }
    }
  }
  return null
}

/** The item that a pointer at `y` is over the upper half of, or above; null below all of them. */
function itemAt(list: Element, y: number, own: string | null): string | null {
  for (const child of list.children) {
    const item = child instanceof HTMLElement ? child.dataset['item'] : undefined
    if (item === undefined || item === own) continue
    const { height, top } = child.getBoundingClientRect()
    if (y < top + height / 2) return item
  }
  return null
}
