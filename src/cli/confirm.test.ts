import { expect, test } from 'vitest'
import type { Ask } from './ask.ts'
import { confirmed } from './confirm.ts'
import { sayIn } from '../../test/support/say.ts'

const asking = (answer: boolean | null, yes = false) => {
  const asked: string[] = []
  const confirm = async (question: string): Promise<boolean> => {
    asked.push(question)
    return answer === true
  }
  const ask = async (): Promise<Ask | null> => (answer === null ? null : ({ confirm } as unknown as Ask))
  return { asked, context: { ask, yes, say: sayIn('en') } }
}

test('with --yes nothing is asked', async () => {
  const { asked, context } = asking(false, true)
  await confirmed(context, 'Really?')
  expect(asked).toEqual([])
})

test('a person is asked, and their no ends the command as cancelled', async () => {
  const agreed = asking(true)
  await confirmed(agreed.context, 'Really?')
  expect(agreed.asked).toEqual(['Really?'])
  await expect(confirmed(asking(false).context, 'Really?')).rejects.toMatchObject({ code: 'cancelled' })
})

test('where nobody can be asked, --yes is named', async () => {
  await expect(confirmed(asking(null).context, 'Really?')).rejects.toMatchObject({
    code: 'usage',
    message: expect.stringMatching(/Really\?\n.*--yes/) as string,
  })
})
