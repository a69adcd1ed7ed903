import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { say } from '../language.ts'

interface Shown {
  readonly title: string
  /** It is closed: by a button, by Escape, or because what it was for is done. */
  readonly onClose: () => void
  readonly children: ComponentChildren
}

/** Something that has to be answered before anything else. The browser keeps the focus inside, and gives it back. */
export function Dialog({ children, onClose, title }: Shown) {
  const element = useRef<HTMLDialogElement>(null)
  const id = useId()
  useEffect(() => {
    element.current?.showModal()
  }, [])
  return (
    <dialog ref={element} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      {children}
    </dialog>
  )
}

interface Asked extends Shown {
  /** What the button says that does it. */
  readonly action: string
  readonly isGrave?: boolean
  /** Does it; the dialog closes when it resolves to true, and can be tried again otherwise. */
  readonly onDo: () => Promise<boolean>
}

/** A question with something to do and a way out. */
export function Question({ action, children, isGrave = false, onClose, onDo, title }: Asked) {
  const [isBusy, setBusy] = useState(false)
  const done = async () => {
    setBusy(true)
    const isDone = await onDo()
    setBusy(false)
    if (isDone) onClose()
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          void done()
        }}
      >
        {children}
        <div class="actions">
          <button type="button" onClick={onClose}>
            {say('dash.leave')}
          </button>
          <button type="submit" class={isGrave ? 'grave' : 'main-action'} disabled={isBusy}>
            {action}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
