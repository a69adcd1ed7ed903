/** The scenarios that ship with the program, in the order in which they are told. */
export const SCENARIOS = [
  'rate-limit-window',
  'regional-overload',
  'dead-key',
  'slow-relay',
  'flapping-primary',
  'thirty-agents',
  'network-loss',
  'mid-stream-cuts',
  'weekly-limit',
  'recovery',
] as const

export type ScenarioName = (typeof SCENARIOS)[number]
