/** What the dashboard says: texts of its own, and those that the command line has for the same things. */
import { checkEn } from '../../src/i18n/en/check.ts'
import { costEn } from '../../src/i18n/en/cost.ts'
import { dashboardEn } from '../../src/i18n/en/dashboard.ts'
import { explainEn } from '../../src/i18n/en/explain.ts'
import { healthEn } from '../../src/i18n/en/health.ts'
import { priorityEn } from '../../src/i18n/en/priority.ts'
import { scoreEn } from '../../src/i18n/en/score.ts'

export const en = {
  ...checkEn,
  ...costEn,
  ...explainEn,
  ...healthEn,
  ...priorityEn,
  ...scoreEn,
  ...dashboardEn,
} as const

export type DashboardTextKey = keyof typeof en
export type DashboardTexts = Readonly<Record<DashboardTextKey, string>>
