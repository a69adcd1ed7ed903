/** What a page has read from the proxy: kept while it is read anew, so that nothing jumps. */
import type { ComponentChildren } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'
import type { Answer, Failure } from '../api.ts'
import { say } from '../language.ts'
import { onReset } from '../live.ts'
import { connection } from '../state.ts'

export interface Reading<T> {
  /** The newest answer; null while there is none. */
  readonly value: T | null
  /** Why the newest try came to nothing; null when it did not. */
  readonly failure: Failure | null
  /** Reads anew. */
  readonly again: () => void
}

interface Wishes {
  /** Read again and again after so long, while somebody looks. */
  readonly everyMs?: number
  /** Another way to look at the same: what was read is shown until that has come. */
  readonly view?: string
}

/**
 * Reads when the page opens, when `about` or the view changes, and when events
 * were missed. `ask` may change with every drawing.
 */
export function useReading<T>(
  ask: () => Promise<Answer<T>>,
  about: string,
  { everyMs, view }: Wishes = {},
): Reading<T> {
  const [found, setFound] = useState<Pick<Reading<T>, 'value' | 'failure'>>({ value: null, failure: null })
  const newest = useRef({ ask, turn: 0 })
  newest.current.ask = ask
  const again = useCallback(() => {
    const turn = (newest.current.turn += 1)
    void newest.current.ask().then((answer) => {
      // A later question has been asked in the meantime.
      if (turn !== newest.current.turn) return
      if (answer.kind === 'ok') setFound({ value: answer.value, failure: null })
      else setFound(({ value }) => ({ value, failure: answer }))
    })
  }, [])
  useEffect(() => {
    setFound({ value: null, failure: null })
    return onReset(again)
  }, [about, again])
  useEffect(again, [about, view, again])
  useEffect(() => {
    if (everyMs === undefined) return undefined
    const timer = setInterval(() => {
      if (!document.hidden && connection.value.kind === 'live') again()
    }, everyMs)
    return () => {
      clearInterval(timer)
    }
  }, [everyMs, again])
  return { ...found, again }
}

/** Draws what was read, or says why there is nothing. The page is told to be stale elsewhere. */
export function Read<T>(props: {
  readonly of: Reading<T>
  /** What is said where there is no such thing. */
  readonly missing?: string
  readonly children: (value: T) => ComponentChildren
}) {
  const { missing, of } = props
  const { failure, value } = of
  if (value !== null) return <>{props.children(value)}</>
  if (failure === null) return <div class="waiting" aria-busy="true" />
  return (
    <p class="note" role="alert">
      {missing !== undefined && isMissing(failure) ? missing : failureText(failure)}
    </p>
  )
}

export const isMissing = (failure: Failure | null): boolean =>
  failure?.kind === 'refused' && failure.status === 404

/** What a person is told of a question or a change that came to nothing. */
export function failureText(failure: Failure): string {
  if (failure.kind === 'unreachable') return say('dash.unreachable')
  if (failure.status === 401) return say('dash.logged-out')
  if (failure.status === 403) return say('dash.not-allowed')
  return failure.message === '' ? say('dash.refused', { status: failure.status }) : failure.message
}
