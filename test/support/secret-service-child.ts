/** Keeps, reads and removes an item in the Secret Service of this session, and says what came of it: `node secret-service-child.ts WHAT`. */
import { systemClock } from '../../src/app/system-clock.ts'
import { faultOf } from '../../src/secrets/key-fault.ts'
import { answersTrial, keyStoreHere } from '../../src/secrets/key-store-here.ts'

const [what = ''] = process.argv.slice(2)
const open = (isAttended: boolean) =>
  keyStoreHere({
    platform: 'linux',
    env: process.env,
    clock: systemClock,
    folder: '',
    isAttended: () => isAttended,
  })
const reason = async (work: () => Promise<unknown>): Promise<unknown> => {
  try {
    return await work()
  } catch (error) {
    return faultOf(error)?.reason ?? String(error)
  }
}

const said: unknown[] = [await answersTrial(() => open(false))]
if (what === 'keep') said.push(await reason(() => open(false).keep('item', 'bWFkZS11cA==')))
for (const isAttended of [true, false]) said.push(await reason(() => open(isAttended).read('item')))
if (what === 'remove') {
  await open(false).remove('item')
  said.push(await reason(() => open(false).read('item')))
}
if (what === 'keep') said.push(await open(false).readForeign('made-up', 'me'))
process.stdout.write(JSON.stringify(said))
