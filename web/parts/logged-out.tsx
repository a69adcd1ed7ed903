import { say } from '../language.ts'

/** How to come in again: the login link is told at a terminal of the machine only. */
export function LoggedOut() {
  return (
    <section class="note">
      <h1 tabIndex={-1}>{say('dash.logged-out')}</h1>
      <p>{say('dash.log-in')}</p>
      <pre>
        <code>qcc dashboard</code>
      </pre>
    </section>
  )
}
