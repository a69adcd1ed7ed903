/** The service that starts the proxy of this home, where a person has set it up. */
import type { OwnService, ServiceLook } from '../own-service.ts'
import type { Say } from '../texts.ts'
import { fault, note, well, type Finding } from './finding.ts'

/** `look` is null where nothing was set up, which is no fault. */
export function serviceFinding(service: OwnService | null, look: ServiceLook | null, say: Say): Finding {
  if (service === null || look === null) return well('service', say('doctor.service-none'))
  const { file, name } = service
  const { asked } = look
  if (look.file === 'other-command') {
    return fault('service', 'service-other-command', say('service.file.other-command', { file }))
  }
  if (look.file === 'outdated') {
    return note('service', 'service-outdated', say('service.file.outdated', { file }))
  }
  if (asked.kind === 'silent') {
    return note('service', 'service-not-asked', say('service.not-asked-short', { why: asked.why }))
  }
  if (asked.hasFailed) return fault('service', 'service-failed', say('doctor.service-failed', { name }))
  if (!asked.isEnabled) {
    return note('service', 'service-not-enabled', say('doctor.service-not-enabled', { name }))
  }
  return well('service', say(asked.isActive ? 'doctor.service' : 'doctor.service-idle', { name }))
}
