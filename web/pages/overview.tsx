import { say } from '../language.ts'
import { status } from '../state.ts'

/** Where traffic goes now, and how that is going. */
export function Overview() {
  return (
    <>
      <h1 tabIndex={-1}>{say('page.overview')}</h1>
      <p>{status.value?.url}</p>
    </>
  )
}
