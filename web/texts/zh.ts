import { dashboardZh } from '../../src/i18n/zh/dashboard.ts'
import { dashboardOverviewZh } from '../../src/i18n/zh/dashboard-overview.ts'
import { healthZh } from '../../src/i18n/zh/health.ts'
import { overviewZh } from '../../src/i18n/zh/overview.ts'
import { priorityZh } from '../../src/i18n/zh/priority.ts'
import { scoreZh } from '../../src/i18n/zh/score.ts'
import type { FirstTexts } from './en-more.ts'

export const zh: FirstTexts = {
  ...healthZh,
  ...priorityZh,
  ...scoreZh,
  ...dashboardZh,
  ...overviewZh,
  ...dashboardOverviewZh,
}
