import type { Switch } from '../core/failover/switch.ts'
import type { Check } from '../core/health/check.ts'
import type { News } from '../core/health/news.ts'
import type { Endpoint } from '../core/model.ts'
import type { Clock } from '../ports/clock.ts'
import type { Dice } from '../ports/dice.ts'

/** What an engine is given, and who hears from it. */
export interface Deps {
  readonly clock: Pick<Clock, 'now'>
  readonly dice: Dice
  /** Sessions that are remembered at once. */
  readonly mostSessions?: number
  /** Hears what changed about an endpoint; must not throw. */
  readonly onNews?: (endpoint: Endpoint, news: News) => void
  /** Hears of each check that was made, but for free ones that find what the last one found; must not throw. */
  readonly onCheck?: (endpoint: Endpoint, check: Check) => void
  /** Hears each change of what the root URL asks first; must not throw. */
  readonly onSwitch?: (one: Switch) => void
}
