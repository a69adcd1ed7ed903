import { describe, expect, it } from 'vitest'
import { addProfile, setSetting, unsetSetting } from '../../src/core/config/changes.ts'
import type { Document } from '../../src/core/config/document.ts'
import { after, withStep, type Step } from './steps.ts'

const EMPTY: Document = { profiles: [], settings: {} }
const add = (name: string): Step => ({ change: addProfile({ name, endpoints: [] }), about: null })
const set = (value: number): Step => ({ change: setSetting('x', value), about: 'x' })

describe('steps', () => {
  it('are taken in order, and those that are refused change nothing', () => {
    const { document, refusals } = after(EMPTY, [add('a'), add('a'), add('b')])
    expect(document.profiles.map(({ name }) => name)).toEqual(['a', 'b'])
    expect(refusals).toEqual([{ why: 'name-taken', name: 'a' }])
  })
  it('about the same replace each other, wherever they stand', () => {
    const steps = [set(1), add('a'), set(2)].reduce(withStep, [] as readonly Step[])
    expect(steps).toHaveLength(2)
    expect(after(EMPTY, steps).document.settings).toEqual({ x: 2 })
    const gone = withStep(steps, { change: unsetSetting('x'), about: 'x' })
    expect(after(EMPTY, gone).document.settings).toEqual({})
  })
})
