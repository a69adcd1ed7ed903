import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { say } from '../language.ts'

/** A component that is loaded when it is first shown. What has been loaded once stays. */
export function Late({ load }: { readonly load: () => Promise<ComponentType> }) {
  const [found, setFound] = useState<{ readonly Component: ComponentType } | 'failed' | null>(null)
  useEffect(() => {
    load().then(
      (Component) => {
        setFound({ Component })
      },
      () => {
        setFound('failed')
      },
    )
  }, [load])
  if (found === null) return <div class="waiting" aria-busy="true" />
  if (found !== 'failed') return <found.Component />
  return (
    <p class="note">
      {say('dash.not-loaded')}{' '}
      <button
        type="button"
        onClick={() => {
          location.reload()
        }}
      >
        {say('dash.reload')}
      </button>
    </p>
  )
}
