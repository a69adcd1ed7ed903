import type { TextKey } from './en.ts'
import { commandLineZh } from './zh/command-line.ts'
import { promptZh } from './zh/prompt.ts'
import { errorZh } from './zh/error.ts'
import { refusalZh } from './zh/refusal.ts'
import { profileZh } from './zh/profile.ts'
import { endpointZh } from './zh/endpoint.ts'
import { configZh } from './zh/config.ts'
import { settingZh } from './zh/setting.ts'
import { priorityZh } from './zh/priority.ts'
import { proxyZh } from './zh/proxy.ts'
import { runZh } from './zh/run.ts'
import { statusZh } from './zh/status.ts'
import { keysZh } from './zh/keys.ts'
import { logZh } from './zh/log.ts'
import { completionZh } from './zh/completion.ts'
import { demoZh } from './zh/demo.ts'
import { simulateZh } from './zh/simulate.ts'
import { documentZh } from './zh/document.ts'
import { healthZh } from './zh/health.ts'
import { overviewZh } from './zh/overview.ts'
import { requestsZh } from './zh/requests.ts'
import { tryZh } from './zh/try.ts'
import { explainZh } from './zh/explain.ts'
import { checkZh } from './zh/check.ts'
import { costZh } from './zh/cost.ts'
import { scoreZh } from './zh/score.ts'
import { uninstallZh } from './zh/uninstall.ts'
import { doctorZh } from './zh/doctor.ts'
import { serviceZh } from './zh/service.ts'
import { useZh } from './zh/use.ts'
import { tokenZh } from './zh/token.ts'
import { vendorZh } from './zh/vendor.ts'
import { importZh } from './zh/import.ts'
import { loginZh } from './zh/login.ts'
import { queueZh } from './zh/queue.ts'
import { syncFaultZh } from './zh/sync-fault.ts'
import { syncZh } from './zh/sync.ts'
import { notifyZh } from './zh/notify.ts'
import { pickerZh } from './zh/picker.ts'
import { initZh } from './zh/init.ts'
import { joined } from './joined.ts'

/** 简体中文。 */
export const zh: Readonly<Record<TextKey, string>> = joined(
  commandLineZh,
  promptZh,
  errorZh,
  refusalZh,
  profileZh,
  endpointZh,
  configZh,
  settingZh,
  priorityZh,
  proxyZh,
  runZh,
  statusZh,
  keysZh,
  logZh,
  completionZh,
  demoZh,
  simulateZh,
  documentZh,
  healthZh,
  overviewZh,
  requestsZh,
  tryZh,
  explainZh,
  checkZh,
  costZh,
  scoreZh,
  tokenZh,
  vendorZh,
  importZh,
  queueZh,
  loginZh,
  useZh,
  syncFaultZh,
  syncZh,
  doctorZh,
  serviceZh,
  uninstallZh,
  notifyZh,
  pickerZh,
  initZh,
)
