import { checkZh } from '../../src/i18n/zh/check.ts'
import { costZh } from '../../src/i18n/zh/cost.ts'
import { dashboardEndpointZh } from '../../src/i18n/zh/dashboard-endpoint.ts'
import { dashboardHistoryZh } from '../../src/i18n/zh/dashboard-history.ts'
import { dashboardQueueZh } from '../../src/i18n/zh/dashboard-queue.ts'
import { dashboardRequestsZh } from '../../src/i18n/zh/dashboard-requests.ts'
import { explainZh } from '../../src/i18n/zh/explain.ts'
import { queueZh } from '../../src/i18n/zh/queue.ts'
import type { MoreTexts } from './en-more.ts'

export const zhMore: MoreTexts = {
  ...checkZh,
  ...costZh,
  ...explainZh,
  ...queueZh,
  ...dashboardEndpointZh,
  ...dashboardHistoryZh,
  ...dashboardQueueZh,
  ...dashboardRequestsZh,
}
