import { checkZh } from '../../src/i18n/zh/check.ts'
import { costZh } from '../../src/i18n/zh/cost.ts'
import { dashboardZh } from '../../src/i18n/zh/dashboard.ts'
import { explainZh } from '../../src/i18n/zh/explain.ts'
import { healthZh } from '../../src/i18n/zh/health.ts'
import { priorityZh } from '../../src/i18n/zh/priority.ts'
import { scoreZh } from '../../src/i18n/zh/score.ts'
import type { DashboardTexts } from './en.ts'

export const zh: DashboardTexts = {
  ...checkZh,
  ...costZh,
  ...explainZh,
  ...healthZh,
  ...priorityZh,
  ...scoreZh,
  ...dashboardZh,
}
