/** Asks for what is not known of a vendor, or not from the vendor itself; the rest is taken as it is. */
import { mappedModel, type ModelMap } from '../core/model-map.ts'
import type { AuthStyle } from '../core/model.ts'
import { twoModels, valueOf, type Fact, type Vendor } from '../core/vendors/vendor.ts'
import type { Ask } from './ask.ts'
import { baseUrlFault } from './checked.ts'
import type { TargetFlags } from './options.ts'
import { askedAuth } from './target.ts'
import type { Say } from './texts.ts'

/** Where the vendor's API is. */
export async function askedBaseUrl({ baseUrl }: Vendor, ask: Ask, say: Say): Promise<string> {
  if (baseUrl.kind === 'confirmed') return baseUrl.value
  const fault = (answer: string): string | null => baseUrlFault(answer, say)
  return ask.text(say('vendor.asks-base-url'), { ...initially(valueOf(baseUrl)), fault })
}

/** How it is spoken to. */
export async function askedManner(
  vendor: Vendor,
  ask: Ask,
  say: Say,
): Promise<TargetFlags & { readonly auth: AuthStyle }> {
  const { attribution, auth, deniedBetas, models } = vendor
  const header =
    auth.kind === 'confirmed' ? auth.value : await askedAuth(ask, say, valueOf(auth) ?? undefined)
  const map = models.kind === 'confirmed' ? models.value : await askedModels(models, ask, say)
  const denied =
    deniedBetas.kind === 'confirmed' ? deniedBetas.value : await askedBetas(deniedBetas, ask, say)
  const says =
    attribution.kind === 'confirmed'
      ? attribution.value
      : await ask.confirm(say('vendor.asks-attribution'), valueOf(attribution) ?? true)
  return {
    auth: header,
    ...(Object.keys(map).length === 0 ? {} : { model: map }),
    ...(denied.length === 0 ? {} : { denyBeta: denied }),
    attribution: says,
  }
}

async function askedModels(fact: Fact<ModelMap>, ask: Ask, say: Say): Promise<ModelMap> {
  const map = valueOf(fact) ?? {}
  const sent = (name: string): string | null => {
    const to = mappedModel(map, name)
    return to === name ? null : to
  }
  const fault = (answer: string): string | null => (/\s/.test(answer) ? say('vendor.model-expected') : null)
  const large = await ask.text(say('vendor.asks-large'), { ...initially(sent('claude-opus')), fault })
  const small = await ask.text(say('vendor.asks-small'), { ...initially(sent('claude-haiku')), fault })
  if (large === '') return small === '' ? {} : { 'claude-*haiku*': small }
  return twoModels(large, small || large)
}

async function askedBetas(fact: Fact<readonly string[]>, ask: Ask, say: Say): Promise<readonly string[]> {
  const initial = (valueOf(fact) ?? []).join(', ')
  const answer = await ask.text(say('vendor.asks-betas'), initially(initial || null))
  return answer.split(/[\s,]+/).filter((name) => name !== '')
}

const initially = (value: string | null): { readonly initial?: string } =>
  value === null ? {} : { initial: value }
