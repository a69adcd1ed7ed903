import type { FieldFaults } from './checked.ts'

interface Told {
  readonly faults: FieldFaults
  readonly fields: readonly { readonly key: string }[]
}

/** What is wrong beside the fields, each of which tells its own. */
export function OtherFaults({ faults, fields }: Told) {
  const others = Object.entries(faults).filter(([key]) => !fields.some((field) => field.key === key))
  if (others.length === 0) return null
  return (
    <ul role="alert">
      {others.map(([key, text]) => (
        <li key={key} class="state" data-tone="bad">
          {text}
        </li>
      ))}
    </ul>
  )
}
