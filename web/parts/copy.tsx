import { say } from '../language.ts'
import { tell } from './toast.tsx'

/** Puts a text into the clipboard. `text` is asked for when the button is pressed; null where it could not be had. */
export function CopyButton({
  label,
  text,
}: {
  readonly label: string
  readonly text: () => Promise<string | null>
}) {
  const copy = async () => {
    const found = await text()
    if (found === null) return
    try {
      await navigator.clipboard.writeText(found)
      tell(say('dash.copied'))
    } catch {
      // Browsers keep the clipboard from pages that are neither on this machine nor reached by TLS.
      tell(say('dash.not-copied'), 'bad')
    }
  }
  return (
    <button type="button" onClick={() => void copy()}>
      {label}
    </button>
  )
}
