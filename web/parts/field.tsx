/** Things to fill in, each with its label, what it means, and what is wrong with it. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

interface Labelled {
  readonly label: string
  /** What it means; none where the label says it. */
  readonly help?: string | undefined
  /** What is wrong with what stands in it. */
  readonly fault?: string | undefined
}

interface Ids {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': boolean | undefined
}

function Field({
  children,
  fault,
  help,
  label,
}: Labelled & { readonly children: (ids: Ids) => ComponentChildren }) {
  const id = useId()
  const told = [help === undefined ? null : `${id}-help`, fault === undefined ? null : `${id}-fault`]
  const describedBy = told.filter((one) => one !== null).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': fault === undefined ? undefined : true,
      })}
      {help !== undefined && (
        <p id={`${id}-help`} class="quiet">
          {help}
        </p>
      )}
      {fault !== undefined && (
        <p id={`${id}-fault`} class="fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  )
}

interface Written extends Labelled {
  readonly value: string
  readonly onInput: (value: string) => void
  readonly type?: 'text' | 'number' | 'password' | 'search' | 'url'
  readonly placeholder?: string
  readonly isRequired?: boolean
  readonly isDisabled?: boolean
  /** More than a line. */
  readonly rows?: number
}

export function TextField(props: Written) {
  const { isDisabled, isRequired, onInput, placeholder, rows, type = 'text', value } = props
  const shared = {
    value,
    placeholder,
    required: isRequired,
    disabled: isDisabled,
    spellcheck: false,
    autocomplete: 'off' as const,
  }
  return (
    <Field {...props}>
      {(ids) =>
        rows === undefined ? (
          <input
            {...ids}
            {...shared}
            {...ofType(type)}
            onInput={({ currentTarget }) => {
              onInput(currentTarget.value)
            }}
          />
        ) : (
          <textarea
            {...ids}
            {...shared}
            rows={rows}
            onInput={({ currentTarget }) => {
              onInput(currentTarget.value)
            }}
          />
        )
      }
    </Field>
  )
}

/** Preact's types want to know which one it is. */
const ofType = (type: string): object => ({ type })

export interface Choice {
  readonly value: string
  readonly text: string
}

interface Chosen extends Labelled {
  readonly value: string
  readonly choices: readonly Choice[]
  readonly onChoose: (value: string) => void
  readonly isDisabled?: boolean
}

export function ChoiceField(props: Chosen) {
  return (
    <Field {...props}>
      {(ids) => (
        <select
          {...ids}
          value={props.value}
          disabled={props.isDisabled}
          onChange={({ currentTarget }) => {
            props.onChoose(currentTarget.value)
          }}
        >
          {props.choices.map(({ text, value }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface Switched extends Pick<Labelled, 'label' | 'help'> {
  readonly isOn: boolean
  readonly onSwitch: (isOn: boolean) => void
  readonly isDisabled?: boolean
}

export function SwitchField({ help, isDisabled, isOn, label, onSwitch }: Switched) {
  const id = useId()
  return (
    <div class="field switch-field">
      <input
        id={id}
        type="checkbox"
        checked={isOn}
        disabled={isDisabled}
        aria-describedby={help === undefined ? undefined : `${id}-help`}
        onChange={({ currentTarget }) => {
          onSwitch(currentTarget.checked)
        }}
      />
      <label for={id}>{label}</label>
      {help !== undefined && (
        <p id={`${id}-help`} class="quiet">
          {help}
        </p>
      )}
    </div>
  )
}
