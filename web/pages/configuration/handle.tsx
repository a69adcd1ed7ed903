import { say } from '../../language.ts'
import { handleProps, type Dragged, type Target } from './drag.ts'

interface Held {
  readonly what: Dragged
  /** As people see it. */
  readonly name: string
  /** Up is -1. */
  readonly onStep: (by: 1 | -1) => void
  readonly onDrop: (target: Target) => void
}

const nameOf = (what: Dragged): string =>
  what.kind === 'profile' ? `profile ${what.name}` : `endpoint ${what.id}`

/** What is drawn to move something, or moves it by the arrow keys. */
export function Handle({ name, onDrop, onStep, what }: Held) {
  const key = nameOf(what)
  return (
    <button
      type="button"
      class="handle"
      data-handle={key}
      aria-label={say('move.handle', { name })}
      title={say('move.hint')}
      {...handleProps(what, onDrop)}
      onKeyDown={(event) => {
        const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null
        if (by === null) return
        event.preventDefault()
        onStep(by)
        // It may stand in another list now, as another element.
        requestAnimationFrame(() => {
          document.querySelector<HTMLElement>(`[data-handle="${key}"]`)?.focus()
        })
      }}
    >
      <span aria-hidden="true">⠿</span>
    </button>
  )
}
