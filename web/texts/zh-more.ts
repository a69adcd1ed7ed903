import { checkZh } from '../../src/i18n/zh/check.ts'
import { costZh } from '../../src/i18n/zh/cost.ts'
import { dashboardEndpointZh } from '../../src/i18n/zh/dashboard-endpoint.ts'
import { dashboardConfigurationZh } from '../../src/i18n/zh/dashboard-configuration.ts'
import { dashboardHealthZh } from '../../src/i18n/zh/dashboard-health.ts'
import { dashboardHistoryZh } from '../../src/i18n/zh/dashboard-history.ts'
import { dashboardQueueZh } from '../../src/i18n/zh/dashboard-queue.ts'
import { dashboardRequestsZh } from '../../src/i18n/zh/dashboard-requests.ts'
import { dashboardTryZh } from '../../src/i18n/zh/dashboard-try.ts'
import { explainZh } from '../../src/i18n/zh/explain.ts'
import { notifyZh } from '../../src/i18n/zh/notify.ts'
import { queueZh } from '../../src/i18n/zh/queue.ts'
import { refusalZh } from '../../src/i18n/zh/refusal.ts'
import { requestsZh } from '../../src/i18n/zh/requests.ts'
import { tryZh } from '../../src/i18n/zh/try.ts'
import type { MoreTexts } from './en-more.ts'

export const zhMore: MoreTexts = {
  ...checkZh,
  ...costZh,
  ...explainZh,
  ...notifyZh,
  ...queueZh,
  ...refusalZh,
  ...requestsZh,
  ...tryZh,
  ...dashboardEndpointZh,
  ...dashboardConfigurationZh,
  ...dashboardHealthZh,
  ...dashboardHistoryZh,
  ...dashboardTryZh,
  ...dashboardQueueZh,
  ...dashboardRequestsZh,
}
