/** What the frame and the first page say: texts of the dashboard, and those that the command line has for the same. */
import { dashboardEn } from '../../src/i18n/en/dashboard.ts'
import { dashboardOverviewEn } from '../../src/i18n/en/dashboard-overview.ts'
import { healthEn } from '../../src/i18n/en/health.ts'
import { overviewEn } from '../../src/i18n/en/overview.ts'
import { priorityEn } from '../../src/i18n/en/priority.ts'
import { scoreEn } from '../../src/i18n/en/score.ts'

export const en = {
  ...healthEn,
  ...priorityEn,
  ...scoreEn,
  ...dashboardEn,
  ...overviewEn,
  ...dashboardOverviewEn,
} as const
