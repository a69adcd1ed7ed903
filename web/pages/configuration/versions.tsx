import { useState } from 'preact/hooks'
import type { DiffAnswer, RollbackAnswer, VersionsAnswer } from '../../../src/admin/contract/configuration.ts'
import { mayWrite, read, write } from '../../api.ts'
import { DiffLines } from '../../draft/lines.tsx'
import { lang, say } from '../../language.ts'
import { Question } from '../../parts/dialog.tsx'
import { failureText, Read, useReading } from '../../parts/reading.tsx'
import { tell } from '../../parts/toast.tsx'
import { addressOf, place } from '../../router.ts'
import { status } from '../../state.ts'
import { dayTime } from '../../text/times.ts'

const LIMIT = 200

/** Every version that is kept: what it changed, and back to it. */
export function Versions() {
  const followed = status.value?.configuration ?? 0
  const versions = useReading(() => read<VersionsAnswer>('versions', { limit: LIMIT }), 'versions', {
    view: String(followed),
  })
  const shown = Number(place.value.query.get('version') ?? '0')
  return (
    <Read of={versions}>
      {({ versions: found }) => {
        const newest = found[0]?.number ?? 0
        const one = found.find(({ number }) => number === shown)
        return (
          <div class="versions">
            <section class="card" aria-label={say('config.versions')}>
              {found.length === 0 && <p class="quiet">{say('versions.none')}</p>}
              <ol class="version-list">
                {found.map(({ at, author, message, number }) => (
                  <li key={number}>
                    <a
                      href={addressOf('configuration', 'versions', { version: String(number) })}
                      aria-current={number === shown ? 'true' : undefined}
                    >
                      <b>{say('versions.number', { number })}</b>{' '}
                      <span class="quiet">
                        {dayTime(Date.parse(at))} · {say(`author.${author}`)}
                      </span>
                      <br />
                      {message}
                    </a>
                  </li>
                ))}
              </ol>
            </section>
            {one !== undefined && <Version key={one.number} number={one.number} newest={newest} />}
          </div>
        )
      }}
    </Read>
  )
}

const readDiff = (from: number, to: number) => read<DiffAnswer>('diff', { from, to, lang: lang.value })

function Version({ newest, number }: { readonly number: number; readonly newest: number }) {
  const [isAsked, setAsked] = useState(false)
  const diff = useReading(() => readDiff(number - 1, number), `${String(number)} ${lang.value}`)
  return (
    <section class="card stack" aria-label={say('versions.number', { number })}>
      <header class="row">
        <h2>{say('versions.changed', { number })}</h2>
        {mayWrite.value && number !== newest && (
          <button
            type="button"
            class="push"
            onClick={() => {
              setAsked(true)
            }}
          >
            {say('versions.roll-back')}
          </button>
        )}
        {number === newest && <span class="quiet push">{say('versions.newest')}</span>}
      </header>
      {/* The one before may not be kept any more. */}
      <Read of={diff} missing={say('versions.first-kept', { before: number - 1 })}>
        {({ lines }) => <DiffLines label={say('versions.changed', { number })} lines={lines} />}
      </Read>
      {isAsked && (
        <RollBack
          number={number}
          newest={newest}
          onClose={() => {
            setAsked(false)
          }}
        />
      )}
    </section>
  )
}

function RollBack(props: { readonly number: number; readonly newest: number; readonly onClose: () => void }) {
  const { newest, number, onClose } = props
  const diff = useReading(() => readDiff(newest, number), `${String(newest)} ${String(number)}`)
  const done = async () => {
    const answer = await write<RollbackAnswer>('POST', 'rollback', { to: number, base: newest })
    if (answer.kind === 'ok') tell(say('versions.rolled-back', { number, now: answer.value.number }))
    else if (answer.kind === 'refused' && answer.status === CONFLICT) tell(say('versions.stale'), 'bad')
    else tell(failureText(answer), 'bad')
    return answer.kind === 'ok'
  }
  return (
    <Question
      title={say('versions.roll-back-to', { number })}
      action={say('versions.do')}
      onClose={onClose}
      onDo={done}
    >
      <p>{say('versions.meaning')}</p>
      <Read of={diff}>{({ lines }) => <DiffLines label={say('versions.roll-back')} lines={lines} />}</Read>
    </Question>
  )
}

const CONFLICT = 409
