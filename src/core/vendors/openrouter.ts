import { ATTRIBUTION_OFF, CC_SWITCH, CC_SWITCH_ON, reported, UNKNOWN, type Vendor } from './vendor.ts'

/** Somebody who read the vendor's guide. */
const READER = 'https://www.developersdigest.tech/setup/openrouter/claude-code'

export const OPENROUTER: Vendor = {
  id: 'openrouter',
  name: { en: 'OpenRouter', zh: 'OpenRouter' },
  baseUrl: reported('https://openrouter.ai/api', READER),
  auth: reported('bearer', READER),
  // The guide names models of its own only for those who want others.
  models: reported({}, READER),
  deniedBetas: UNKNOWN,
  attribution: ATTRIBUTION_OFF,
  signUp: reported('https://openrouter.ai/keys', CC_SWITCH, CC_SWITCH_ON),
}
