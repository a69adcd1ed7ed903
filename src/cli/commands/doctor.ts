import type { ExitCode } from '../../errors/failures.ts'
import { checkup } from '../checkup/checkup.ts'
import type { Finding } from '../checkup/finding.ts'
import type { Context } from '../context.ts'
import { healSettings } from '../heal-settings.ts'
import { printJson } from '../report.ts'
import type { DoctorShape } from '../shapes/doctor.ts'
import { printPairs } from '../table.ts'

/** Looks at the whole set-up and says what to do about each fault; ends with 6 when there is one. */
export async function doctor(context: Context): Promise<ExitCode> {
  const { home, json, output, say, version } = context
  await healSettings(context)
  const findings = await checkup(context)
  const faults = findings.filter(({ state }) => state === 'fault').length
  const healthy = faults === 0
  if (json) printJson<DoctorShape>(context, { version, home, healthy, findings: [...findings] })
  else {
    await printPairs(
      output,
      findings.map((one) => [`${MARKS[one.state]} ${say(`doctor.check.${one.check}`)}`, one.message]),
    )
    output.data('')
    output.data(healthy ? say('check.none') : say('doctor.faults', { count: faults }))
  }
  return healthy ? 0 : 6
}

const MARKS: Readonly<Record<Finding['state'], string>> = { well: '✓', note: '!', fault: '✗', unknown: '?' }
