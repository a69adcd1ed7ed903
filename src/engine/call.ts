import type { Engine } from './engine.ts'

/** The calls that change an engine, or whose answer depends on chance. */
export type Call =
  | 'acquire'
  | 'leave'
  | 'commit'
  | 'release'
  | 'blame'
  | 'configure'
  | 'switchTo'
  | 'woke'
  | 'expectRepeat'
  | 'lastMove'
  | 'dueProbes'
  | 'probed'

export type Result = ReturnType<Engine[Call]>
