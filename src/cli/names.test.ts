import { expect, test } from 'vitest'
import type { Document, OwnEndpoint } from '../core/config/document.ts'
import { endpointOf, profileOf } from './names.ts'
import { sayIn } from '../../test/support/say.ts'

const say = sayIn('en')

const endpoint = (id: string, name: string): OwnEndpoint => ({
  ...{ id, name, weight: 100, enabled: true },
  ...{ baseUrl: 'https://a.example', auth: 'x-api-key', credential: 'env:X' },
})
const document: Document = {
  profiles: [
    {
      name: 'work',
      endpoints: [
        endpoint('aa11aa11', 'main'),
        endpoint('aa22aa22', 'second'),
        endpoint('bb33bb33', 'aa1'),
        endpoint('cc44cc44', 'aa22aa22x'),
      ],
    },
    { name: 'spare', endpoints: [] },
  ],
  settings: {},
}

test.each([
  ['main', 'aa11aa11'],
  ['work/main', 'aa11aa11'],
  ['aa22aa22', 'aa22aa22'],
  ['aa2', 'aa22aa22'],
  ['b', 'bb33bb33'],
  // A name wins over the beginning of an id.
  ['aa1', 'bb33bb33'],
])('%s is the endpoint %s', (what, id) => {
  expect(endpointOf(document, 'work', what, say).id).toBe(id)
})

test.each([
  ['aa', 'usage', '"aa" could mean several endpoints: work/main (aa11aa11), work/second (aa22aa22).'],
  ['', 'no-such-thing', 'There is no endpoint "work/".'],
  ['mian', 'no-such-thing', 'There is no endpoint "work/mian".\nDid you mean "work/main"?'],
  ['spare/main', 'no-such-thing', 'There is no endpoint "work/spare/main".'],
  ['main/', 'no-such-thing', 'There is no endpoint "work/main/".'],
])('%j is none: %s', (what, code, sentence) => {
  const find = (): unknown => endpointOf(document, 'work', what, say)
  expect(find).toThrow(
    expect.objectContaining({ code, message: expect.stringContaining(sentence) as string }),
  )
})

test('a profile that is not there is told with the nearest one', () => {
  expect(() => profileOf(document, 'spaer', say)).toThrow(/no profile "spaer"\.\nDid you mean "spare"\?/)
  expect(() => profileOf(document, 'quite-other', say)).toThrow(/Run "qcc list"/)
  expect(() => endpointOf(document, 'wrok', 'main', say)).toThrow(/no profile "wrok"/)
})
