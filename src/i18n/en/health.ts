import type { BenchReason } from '../../core/health/bench.ts'
import type { Outcome } from '../../core/outcome.ts'

/** What came of asking an endpoint. */
const outcomes = {
  'outcome.ok': 'it answers',
  'outcome.rate-limited': 'rate limit reached',
  'outcome.overloaded': 'overloaded',
  'outcome.unavailable': 'it is out of order',
  'outcome.unreachable': 'cannot be reached',
  'outcome.timed-out': 'no answer in time',
  'outcome.credential': 'the key is not accepted',
  'outcome.balance': 'no balance left',
  'outcome.model-missing': 'it does not have this model',
  'outcome.rejected': 'it refuses this message',
  'outcome.malformed': 'its answer is no message',
  'outcome.empty': 'its answer is empty',
  'outcome.broken-stream': 'its answer broke off',
  'outcome.cancelled': 'not asked to the end',
} as const satisfies Readonly<Record<`outcome.${Outcome['kind']}`, string>>

/** Why an endpoint is set aside. */
const benches = {
  'bench.rate-limit': 'rate limit',
  'bench.overload': 'overloaded',
  'bench.outage': 'outage',
  'bench.credential': 'key not accepted',
  'bench.balance': 'no balance left',
  'bench.model-missing': 'model missing',
} as const satisfies Readonly<Record<`bench.${BenchReason}`, string>>

export const healthEn = {
  ...outcomes,
  ...benches,
  'probe.pass': 'passed',
  'probe.unclear': 'unclear: {reason}',
  'probe.fail': 'failed: {reason}',
  'probe.reason': '{reason} ({why})',
  'probe.under-way': '{name}: checking …',
  'probe.found': '{name}: {finding}',
  'probe.not-saved':
    '{name}: {finding}.\nNothing was saved. Correct what is wrong, or leave out --check to save it all the same.',
  'verdict.pass': 'passed',
  'verdict.unclear': 'unclear',
  'verdict.fail': 'failed',
  'title.verdict': 'Verdict',
  'title.time': 'Time',
  'title.model': 'Model',
  'title.reason': 'Reason',
  'state.ok': 'ok',
  'state.benched': 'benched: {reason}, {back}',
  'state.benched-model': '{model} benched: {reason}, {back}',
  'state.back-in': 'back in {time}',
  'state.back-unknown': 'back at an unknown time',
  'state.circuit-open': 'circuit open, {back}',
  'state.on-trial': 'on trial',
  'state.full': 'full',
  'state.draining': 'draining',
  'state.budget': 'takes no more failovers for now',
  'state.fenced-off': 'outside the profile',
  'state.tried': 'tried',
  'state.too-small': 'takes smaller requests only',
  'state.host-down': 'its host cannot be reached',
  'state.shunned': 'avoided',
  'news.circuit-opened': 'its circuit opened, for {time}',
  'news.circuit-closed': 'its circuit closed: it is back',
  'news.benched': 'benched for {time}: {reason}',
  'news.benched-model': '{model} benched for {time}: {reason}',
  'news.bench-lifted': 'its bench ended {time} early: {reason}',
  'news.bench-lifted-model': 'the bench of {model} ended {time} early: {reason}',
  'status.network-down': 'down for {time}; circuits are frozen meanwhile',
  'title.network': 'Network',
} as const
