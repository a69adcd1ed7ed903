import { signal } from '@preact/signals'
import { say } from '../language.ts'

interface Toast {
  readonly id: number
  readonly text: string
  readonly tone: 'good' | 'bad'
}

/** Long enough to be read; what failed stays until it is put away. */
const SHOWN_MS = 6_000

const toasts = signal<readonly Toast[]>([])
const counted = { last: 0 }

/** Tells what came of something that a person did. */
export function tell(text: string, tone: Toast['tone'] = 'good'): void {
  const id = (counted.last += 1)
  toasts.value = [...toasts.value, { id, text, tone }]
  if (tone === 'good') {
    setTimeout(() => {
      putAway(id)
    }, SHOWN_MS)
  }
}

const putAway = (id: number): void => {
  toasts.value = toasts.value.filter((one) => one.id !== id)
}

export function Toasts() {
  return (
    <div class="toasts" aria-live="polite">
      {toasts.value.map(({ id, text, tone }) => (
        <div key={id} class="toast" data-tone={tone}>
          <span>{text}</span>
          <button
            type="button"
            class="plain"
            onClick={() => {
              putAway(id)
            }}
          >
            {say('dash.put-away')}
          </button>
        </div>
      ))}
    </div>
  )
}
