import type { SettingKey } from '../../settings/schema.ts'

/** One line for each setting: what it decides. */
const descriptions = {
  'setting.proxy.host': 'address that the proxy listens on',
  'setting.proxy.port': 'port that the proxy listens on; 0 takes any free one',
  'setting.proxy.drain': 'how long open streams may finish after the proxy was asked to stop',
  'setting.body.max': 'largest request body that is kept for replay',
  'setting.body.total': 'all request bodies in memory together; further requests wait their turn',
  'setting.attempts.max': 'attempts that one request may make, not counting immediate refusals',
  'setting.attempts.deadline': 'how long a request may take to its first content, over all attempts',
  'setting.gate.events': 'events of a stream that are held back at most before the first content',
  'setting.gate.bytes': 'bytes of a stream that are held back at most before the first content',
  'setting.gate.whole-bytes': 'bytes of a whole answer that are held back at most',
  'setting.timeout.connect': 'how long connecting to an endpoint may take',
  'setting.timeout.first-content': 'how long an endpoint may take from then to its first content',
  'setting.timeout.idle': 'how long an endpoint may be silent after its first content',
  'setting.log.level': 'the least that is written to the log file',
  'setting.log.file-size': 'how large a log file gets before the next one is begun',
  'setting.log.files': 'log files that are kept, the newest among them',
  'setting.versions.keep': 'versions of the configuration that are kept',
} as const satisfies Readonly<Record<`setting.${SettingKey}`, string>>

export const settingEn = {
  ...descriptions,
  'setting-problem.variable': 'The variable {variable} cannot be used: {why}\nCorrect it or unset it.',
} as const
