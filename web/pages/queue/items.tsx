import { mayWrite } from '../../api.ts'
import { say } from '../../language.ts'
import { Ago } from '../../parts/time.tsx'
import { addressOf, place } from '../../router.ts'
import { now } from '../../state.ts'
import { whole } from '../../text/numbers.ts'
import { sizeText } from '../../../src/views/size-text.ts'
import { ITEM_TONES, itemStateText, waitText } from './item-text.ts'
import { sendNow, type Item } from './kept.ts'

interface Told {
  readonly items: readonly Item[]
  /** The one that is shown in full. */
  readonly open: string | null
  readonly isFiltered: boolean
  readonly onSent: () => void
}

/** Kept requests, a row each. */
export function Items({ isFiltered, items, onSent, open }: Told) {
  if (items.length === 0) return <p class="quiet nothing">{say(isFiltered ? 'kept.none-so' : 'kept.none')}</p>
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={say('kept.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{say('kept.since')}</th>
            <th scope="col">{say('kept.state')}</th>
            <th scope="col">{say('kept.waits')}</th>
            <th scope="col" class="wide-only">
              {say('kept.model')}
            </th>
            <th scope="col" class="number wide-only">
              {say('kept.bytes')}
            </th>
            <th scope="col" class="number">
              {say('kept.tries')}
            </th>
            <th />
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <Row key={item.id} item={item} isOpen={item.id === open} onSent={onSent} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({
  isOpen,
  item,
  onSent,
}: Pick<Told, 'onSent'> & { readonly item: Item; readonly isOpen: boolean }) {
  const { bytes, id, model, renewedAt, state, tries, waitsFor } = item
  const filter = { state: place.value.query.get('state') }
  return (
    <tr aria-current={isOpen ? 'true' : undefined}>
      <th scope="row">
        <a href={addressOf('queue', id, filter)}>
          <Ago at={renewedAt} />
        </a>
      </th>
      <td>
        <span class="state" data-tone={ITEM_TONES[state]}>
          {itemStateText(item)}
        </span>
      </td>
      <td>{waitText(waitsFor, now.value)}</td>
      <td class="wide-only">{model ?? '–'}</td>
      <td class="number wide-only">{sizeText(bytes)}</td>
      <td class="number">{whole(tries.length)}</td>
      <td class="number">
        {mayWrite.value && state === 'pending' && (
          <button type="button" class="plain" onClick={() => void sendNow([id]).then(onSent)}>
            {say('kept.send')}
          </button>
        )}
      </td>
    </tr>
  )
}
