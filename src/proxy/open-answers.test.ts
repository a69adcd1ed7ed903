import { expect, test } from 'vitest'
import { ClientAnswer } from './client-answer.ts'
import { OpenAnswers } from './open-answers.ts'
import { ServerResponse, IncomingMessage } from 'node:http'
import { Socket } from 'node:net'

const answer = (): ClientAnswer =>
  new ClientAnswer(new ServerResponse(new IncomingMessage(new Socket())), () => undefined)

test('whoever leaves is gone, and everybody else stays', () => {
  const open = new OpenAnswers()
  const [first, second, third] = [answer(), answer(), answer()]
  for (const one of [first, second, third]) open.add(one)
  open.delete(first)
  expect(new Set(open.all())).toEqual(new Set([second, third]))
  open.delete(third)
  open.delete(second)
  expect(open.size).toBe(0)
})

test('who leaves twice, or was never there, takes nobody along', () => {
  const open = new OpenAnswers()
  const others = new OpenAnswers()
  const [first, second] = [answer(), answer()]
  open.add(first)
  open.add(second)
  others.add(answer())
  open.delete(first)
  open.delete(first)
  open.delete(answer())
  others.delete(second)
  expect(open.all()).toEqual([second])
  expect(others.size).toBe(1)
})

test('those that leave while one goes through them are still gone through', () => {
  const open = new OpenAnswers()
  for (let i = 0; i < 3; i++) open.add(answer())
  for (const one of open.all()) open.delete(one)
  expect(open.size).toBe(0)
})
