import { say } from '../../language.ts'
import type { LaneName } from './moves.ts'

export const laneText = (lane: LaneName): string =>
  lane === 'none' ? say('config.no-tier') : say(`lane.${lane}`)
