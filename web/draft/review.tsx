import { useEffect, useState } from 'preact/hooks'
import type {
  ChangedAnswer,
  DiffAnswer,
  PreviewAnswer,
  StaleAnswer,
} from '../../src/admin/contract/configuration.ts'
import { read, write, type Failure } from '../api.ts'
import { lang, say } from '../language.ts'
import { onEvent } from '../live.ts'
import { Dialog } from '../parts/dialog.tsx'
import { TextField } from '../parts/field.tsx'
import { failureText } from '../parts/reading.tsx'
import { tell } from '../parts/toast.tsx'
import {
  discard,
  document,
  isChanged,
  load,
  newer,
  onStored,
  refusals,
  steps,
  stored,
  undoStep,
} from './draft.ts'
import { DiffLines } from './lines.tsx'
import { refusalText } from './refusal-text.ts'
import '../styles/draft.css'

/** Keeps the draft up to date, and says at the foot of the page that it is not saved. */
export function DraftBar() {
  const [isReviewed, setReviewed] = useState(false)
  const { value: language } = lang
  useEffect(() => {
    void load()
    return onEvent((event) => {
      if (event.event === 'config-followed') onStored(event.configuration)
    })
  }, [language])
  return (
    <>
      {isChanged.value && (
        <div class="draft-bar" role="region" aria-label={say('draft.bar')}>
          <p>{newer.value === null ? say('draft.not-saved') : say('draft.newer', { number: newer.value })}</p>
          <span class="push row">
            <button type="button" onClick={undoStep}>
              {say('draft.undo')}
            </button>
            <button type="button" onClick={discard}>
              {say('draft.discard')}
            </button>
            <button
              type="button"
              class="main-action"
              onClick={() => {
                setReviewed(true)
              }}
            >
              {say('draft.review')}
            </button>
          </span>
        </div>
      )}
      {isReviewed && (
        <Review
          onClose={() => {
            setReviewed(false)
          }}
        />
      )}
    </>
  )
}

/** What is known of the draft before it is saved. */
type Looked =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'invalid'; readonly faults: Extract<PreviewAnswer, { kind: 'invalid' }>['faults'] }
  | { readonly kind: 'valid'; readonly lines: readonly string[] }
  /** Somebody else was faster. `theirs`: what they changed. */
  | {
      readonly kind: 'stale'
      readonly newest: number
      readonly theirs: readonly string[]
      readonly yours: readonly string[]
    }

function Review({ onClose }: { readonly onClose: () => void }) {
  const [looked, setLooked] = useState<Looked>({ kind: 'asking' })
  const [message, setMessage] = useState('')
  const look = async () => {
    setLooked({ kind: 'asking' })
    setLooked(await lookedAt())
  }
  useEffect(() => {
    void look()
  }, [])
  const save = async () => {
    const next = await saved(message)
    if (next === null) onClose()
    else setLooked(next)
  }
  const onTop = async () => {
    await load()
    await look()
  }
  return (
    <Dialog title={say('draft.title')} onClose={onClose}>
      {refusals.value.map((one, index) => (
        <p key={index} class="state" data-tone="warn">
          {refusalText(one)}
        </p>
      ))}
      <Found looked={looked} />
      {looked.kind === 'valid' && (
        <TextField label={say('draft.message')} value={message} onInput={setMessage} />
      )}
      <div class="actions">
        <button type="button" onClick={onClose}>
          {say('draft.go-on')}
        </button>
        {looked.kind === 'stale' && (
          <>
            <button
              type="button"
              onClick={() => {
                discard()
                void load()
                onClose()
              }}
            >
              {say('draft.take-theirs')}
            </button>
            <button type="button" class="main-action" onClick={() => void onTop()}>
              {say('draft.on-top')}
            </button>
          </>
        )}
        {looked.kind === 'valid' && (
          <button type="button" class="main-action" onClick={() => void save()}>
            {say('draft.save')}
          </button>
        )}
      </div>
    </Dialog>
  )
}

function Found({ looked }: { readonly looked: Looked }) {
  switch (looked.kind) {
    case 'asking':
      return <div class="waiting-small" aria-busy="true" />
    case 'failed':
      return (
        <p class="state" data-tone="bad" role="alert">
          {looked.text}
        </p>
      )
    case 'invalid':
      return (
        <div role="alert">
          <p>{say('draft.invalid')}</p>
          <ul class="evidence">
            {looked.faults.map(({ message, path }) => (
              <li key={path.join('.')}>
                <code>{path.join('.')}</code> {message}
              </li>
            ))}
          </ul>
        </div>
      )
    case 'stale':
      return (
        <>
          <p role="alert">{say('draft.stale', { number: looked.newest })}</p>
          <div class="pair">
            <div>
              <h3>{say('draft.theirs')}</h3>
              <DiffLines label={say('draft.theirs')} lines={looked.theirs} />
            </div>
            <div>
              <h3>{say('draft.yours')}</h3>
              <DiffLines label={say('draft.yours')} lines={looked.yours} />
            </div>
          </div>
        </>
      )
    case 'valid':
      return <DiffLines label={say('draft.title')} lines={looked.lines} />
  }
}

const base = (): number => stored.value?.number ?? 0

const failed = (failure: Failure): Looked => ({ kind: 'failed', text: failureText(failure) })

async function lookedAt(): Promise<Looked> {
  const answer = await write<PreviewAnswer>('POST', `preview?lang=${lang.value}`, {
    ...{ base: base(), document: document.value },
  })
  if (answer.kind !== 'ok') return failed(answer)
  if (answer.value.kind === 'invalid') return { kind: 'invalid', faults: answer.value.faults }
  const { lines, newest } = answer.value
  return newest === base() ? { kind: 'valid', lines } : staleAt(newest, lines)
}

async function staleAt(newest: number, yours: readonly string[]): Promise<Looked> {
  const theirs = await read<DiffAnswer>('diff', { from: base(), to: newest, lang: lang.value })
  return { kind: 'stale', newest, yours, theirs: theirs.kind === 'ok' ? theirs.value.lines : [] }
}

/** Null when it is saved. */
async function saved(message: string): Promise<Looked | null> {
  const given = message.trim()
  const answer = await write<ChangedAnswer>('PUT', `configuration?lang=${lang.value}`, {
    ...{ base: base(), document: document.value },
    ...(given === '' ? {} : { message: given }),
  })
  if (answer.kind === 'ok') {
    await load()
    steps.value = []
    tell(say('draft.saved', { number: answer.value.number }))
    return null
  }
  // Between looking and saving somebody else was faster.
  if (answer.kind === 'refused' && answer.status === CONFLICT) {
    const { newest } = answer.body as StaleAnswer
    const preview = await lookedAt()
    return preview.kind === 'valid' ? staleAt(newest, preview.lines) : preview
  }
  return failed(answer)
}

const CONFLICT = 409
