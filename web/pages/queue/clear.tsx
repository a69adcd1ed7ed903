import { useState } from 'preact/hooks'
import type { QueueAnswer } from '../../../src/admin/contract/queue.ts'
import { say } from '../../language.ts'
import { Question } from '../../parts/dialog.tsx'
import { ChoiceField, SwitchField } from '../../parts/field.tsx'
import { failureText } from '../../parts/reading.tsx'
import { tell } from '../../parts/toast.tsx'
import { sizeText } from '../../../src/views/size-text.ts'
import { clear, STATES } from './kept.ts'

const HOUR_MS = 3_600_000
const AGES = { any: null, hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS } as const
const AGE_NAMES = ['any', 'hour', 'day', 'week'] as const

type State = (typeof STATES)[number]

interface Asked {
  readonly counts: QueueAnswer['status']['counts']
  readonly onClose: () => void
}

/** Removes what is kept; what is over is chosen at first, what waits is not. */
export function ClearQuestion({ counts, onClose }: Asked) {
  const [states, setStates] = useState<readonly State[]>(['succeeded', 'failed', 'expired'])
  const [age, setAge] = useState<(typeof AGE_NAMES)[number]>('any')
  const done = async () => {
    const olderThanMs = AGES[age]
    if (states.length === 0) return false
    const answer = await clear({ states: [...states], ...(olderThanMs === null ? {} : { olderThanMs }) })
    if (answer.kind !== 'ok') tell(failureText(answer), 'bad')
    else {
      const { fileBytesAfter, items } = answer.value
      tell(say('kept.cleared', { count: items, size: sizeText(fileBytesAfter) }))
    }
    return answer.kind === 'ok'
  }
  return (
    <Question
      title={say('kept.clear-title')}
      action={say('kept.clear-do')}
      isGrave
      onClose={onClose}
      onDo={done}
    >
      <p>{say('kept.clear-meaning')}</p>
      {STATES.filter((one) => one !== 'retrying').map((one) => (
        <SwitchField
          key={one}
          label={`${say(`item.${one}`)} (${String(counts[one])})`}
          isOn={states.includes(one)}
          onSwitch={(isOn) => {
            setStates(isOn ? [...states, one] : states.filter((state) => state !== one))
          }}
        />
      ))}
      <ChoiceField
        label={say('kept.clear-older')}
        value={age}
        choices={AGE_NAMES.map((name) => ({ value: name, text: say(`kept.clear-${name}`) }))}
        onChoose={(name) => {
          setAge(AGE_NAMES.find((one) => one === name) ?? 'any')
        }}
      />
      {states.includes('pending') && counts.pending > 0 && (
        <p class="state" data-tone="warn">
          {say('kept.clear-waiting', { count: counts.pending })}
        </p>
      )}
    </Question>
  )
}
