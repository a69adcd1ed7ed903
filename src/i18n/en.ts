/** Every text that a person reads, in English; `{name}` marks what is filled in. The keys are the contract for all languages. */
import { commandLineEn } from './en/command-line.ts'
import { promptEn } from './en/prompt.ts'
import { errorEn } from './en/error.ts'
import { refusalEn } from './en/refusal.ts'
import { profileEn } from './en/profile.ts'
import { endpointEn } from './en/endpoint.ts'
import { configEn } from './en/config.ts'
import { settingEn } from './en/setting.ts'
import { priorityEn } from './en/priority.ts'
import { proxyEn } from './en/proxy.ts'
import { runEn } from './en/run.ts'
import { statusEn } from './en/status.ts'
import { keysEn } from './en/keys.ts'
import { logEn } from './en/log.ts'
import { completionEn } from './en/completion.ts'
import { demoEn } from './en/demo.ts'
import { simulateEn } from './en/simulate.ts'
import { documentEn } from './en/document.ts'
import { healthEn } from './en/health.ts'
import { overviewEn } from './en/overview.ts'
import { requestsEn } from './en/requests.ts'
import { tryEn } from './en/try.ts'
import { explainEn } from './en/explain.ts'
import { checkEn } from './en/check.ts'
import { costEn } from './en/cost.ts'
import { scoreEn } from './en/score.ts'
import { uninstallEn } from './en/uninstall.ts'
import { doctorEn } from './en/doctor.ts'
import { serviceEn } from './en/service.ts'
import { useEn } from './en/use.ts'
import { tokenEn } from './en/token.ts'
import { vendorEn } from './en/vendor.ts'
import { importEn } from './en/import.ts'
import { loginEn } from './en/login.ts'
import { queueEn } from './en/queue.ts'
import { syncFaultEn } from './en/sync-fault.ts'
import { syncEn } from './en/sync.ts'
import { notifyEn } from './en/notify.ts'
import { pickerEn } from './en/picker.ts'
import { initEn } from './en/init.ts'
import { joined } from './joined.ts'

export const en = joined(
  commandLineEn,
  promptEn,
  errorEn,
  refusalEn,
  profileEn,
  endpointEn,
  configEn,
  settingEn,
  priorityEn,
  proxyEn,
  runEn,
  statusEn,
  keysEn,
  logEn,
  completionEn,
  demoEn,
  simulateEn,
  documentEn,
  healthEn,
  overviewEn,
  requestsEn,
  tryEn,
  explainEn,
  checkEn,
  costEn,
  scoreEn,
  tokenEn,
  vendorEn,
  importEn,
  queueEn,
  loginEn,
  useEn,
  syncFaultEn,
  syncEn,
  doctorEn,
  serviceEn,
  uninstallEn,
  notifyEn,
  pickerEn,
  initEn,
)

export type TextKey = keyof typeof en
