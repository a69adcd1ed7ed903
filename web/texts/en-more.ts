/** What all other pages say. */
import { checkEn } from '../../src/i18n/en/check.ts'
import { costEn } from '../../src/i18n/en/cost.ts'
import { dashboardEndpointEn } from '../../src/i18n/en/dashboard-endpoint.ts'
import { dashboardConfigurationEn } from '../../src/i18n/en/dashboard-configuration.ts'
import { dashboardHealthEn } from '../../src/i18n/en/dashboard-health.ts'
import { dashboardHistoryEn } from '../../src/i18n/en/dashboard-history.ts'
import { dashboardQueueEn } from '../../src/i18n/en/dashboard-queue.ts'
import { dashboardRequestsEn } from '../../src/i18n/en/dashboard-requests.ts'
import { dashboardTryEn } from '../../src/i18n/en/dashboard-try.ts'
import { explainEn } from '../../src/i18n/en/explain.ts'
import { notifyEn } from '../../src/i18n/en/notify.ts'
import { queueEn } from '../../src/i18n/en/queue.ts'
import { refusalEn } from '../../src/i18n/en/refusal.ts'
import { requestsEn } from '../../src/i18n/en/requests.ts'
import { tryEn } from '../../src/i18n/en/try.ts'
import type { en } from './en.ts'

export const enMore = {
  ...checkEn,
  ...costEn,
  ...explainEn,
  ...notifyEn,
  ...queueEn,
  ...refusalEn,
  ...requestsEn,
  ...tryEn,
  ...dashboardEndpointEn,
  ...dashboardConfigurationEn,
  ...dashboardHealthEn,
  ...dashboardHistoryEn,
  ...dashboardTryEn,
  ...dashboardQueueEn,
  ...dashboardRequestsEn,
} as const

export type FirstTexts = Readonly<Record<keyof typeof en, string>>
export type MoreTexts = Readonly<Record<keyof typeof enMore, string>>
