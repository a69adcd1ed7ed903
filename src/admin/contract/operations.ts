/**
 * All that the control API can be asked, with the shapes of what is said and
 * answered. The OpenAPI document is made from it, and the tests hold answers
 * against it; a running proxy does not load it.
 */
import * as v from 'valibot'
import { API } from '../contract.ts'
import type { Access, Method } from '../route.ts'
import * as access from './access.ts'
import * as actions from './actions.ts'
import * as configuration from './configuration.ts'
import * as done from './done.ts'
import { endpointAnswer, endpointQuery } from './endpoint.ts'
import { schemaAnswer } from './form.ts'
import { healthAnswer } from './health.ts'
import { notifyAnswer, notifyRequest } from './notify.ts'
import { overviewAnswer } from './overview.ts'
import * as queue from './queue.ts'
import * as requests from './requests.ts'
import { identityAnswer, statusAnswer, tiersAnswer } from './status.ts'
import { switchesAnswer, switchesQuery } from './switches.ts'
import { tryAnswer, tryRequest } from './try.ts'

type Shape = v.GenericSchema
type ObjectShape = v.StrictObjectSchema<v.ObjectEntries, undefined>

export interface Operation {
  readonly method: Method
  /** From `/_qcc` on; a part that begins with a colon stands for any. */
  readonly path: string
  readonly access: Access
  /** What it is for, in a sentence. */
  readonly summary: string
  /** All routes that tell texts take `lang` besides: `en` or `zh`. */
  readonly query?: ObjectShape
  readonly body?: Shape
  /** By status; what is refused with another one has the error envelope. */
  readonly answers: Readonly<Record<number, Shape>>
  /** Where the answer is no JSON: of what type it is instead. */
  readonly type?: string
}

const get = (path: string, summary: string, answer: Shape, query?: ObjectShape): Operation => ({
  ...{ method: 'GET', path: API + path, access: 'viewer', summary, answers: { 200: answer } },
  ...(query === undefined ? {} : { query }),
})

const post = (path: string, summary: string, body: Shape | null, answer: Shape): Operation => ({
  ...{ method: 'POST', path: API + path, access: 'admin', summary, answers: { 200: answer } },
  ...(body === null ? {} : { body }),
})

const STALE = { 409: configuration.staleAnswer }

/** Of whom anybody may ask for it. */
const open = (path: string, access: Access, summary: string, answers: Operation['answers']): Operation => ({
  ...{ method: 'GET', path, access, summary, answers },
})

export const OPERATIONS: readonly Operation[] = [
  open(`${API}/identity`, 'machine', 'Who listens here.', { 200: identityAnswer }),
  open('/_qcc/healthz', 'anybody', 'Whether it lives.', { 200: access.healthzAnswer }),
  open('/_qcc/readyz', 'anybody', 'Whether it can serve.', {
    ...{ 200: access.readyzAnswer, 503: access.readyzAnswer },
  }),
  {
    ...open('/_qcc/metrics', 'metrics', 'What Prometheus scrapes.', { 200: v.string() }),
    type: 'text/plain',
  },
  {
    ...open('/_qcc/login', 'machine', 'Changes a login link for a cookie, and leads to the dashboard.', {
      303: v.null(),
    }),
    query: v.strictObject({ token: v.string() }),
    type: 'text/html',
  },
  post(
    '/login-link',
    'Makes a link that opens the dashboard.',
    access.loginLinkRequest,
    access.loginLinkAnswer,
  ),
  get('/session', 'Who asks, and what its changes carry in x-qcc-csrf.', access.sessionAnswer),
  { ...post('/logout', 'Ends this login.', null, access.logoutAnswer), access: 'viewer' },
  { ...get('/shares', 'Links that are shared, newest first.', access.sharesAnswer), access: 'admin' },
  {
    ...{ method: 'DELETE', path: `${API}/shares/:id`, access: 'admin' },
    ...{ summary: 'Takes a shared link back.', answers: { 200: access.revokedAnswer } },
  },
  {
    ...get(
      '/events',
      'What happens, as it happens: events `status`, `reset`, and all of the log.',
      v.string(),
    ),
    query: v.strictObject({ from: v.optional(v.string()) }),
    type: 'text/event-stream',
  },
  get('/status', 'How the proxy stands.', statusAnswer),
  {
    ...get('/flight', 'What its last decisions were made from, for `qcc explain --replay`.', v.unknown()),
    access: 'admin',
  },
  post('/probe', 'Checks these endpoints now.', actions.probeRequest, done.probeAnswer),
  post('/check', 'Checks all endpoints that may serve.', null, done.probeAnswer),
  post('/switch', 'Puts a profile first by hand, or ends that.', actions.switchRequest, tiersAnswer),
  post(
    '/retry',
    'Sends kept requests now; answers when that is over.',
    actions.retryRequest,
    done.retryAnswer,
  ),
  post('/settle', 'Answers when everything that happened can be read.', null, done.settleAnswer),
  post(
    '/stop',
    'Stops the proxy; answers when open requests have ended.',
    actions.stopRequest,
    done.stopAnswer,
  ),
  get('/overview', 'How it goes now and went today.', overviewAnswer),
  get('/requests', 'Requests that are over, newest first.', requests.requestsAnswer, requests.requestsQuery),
  get('/requests/:id', 'The trail of one request, by the beginning of its id.', requests.requestAnswer),
  get('/requests/:id/text', 'The same, told to a person.', requests.requestTextAnswer),
  get('/endpoints/:id', 'One endpoint in full, by its id or name.', endpointAnswer, endpointQuery),
  get('/switches', 'Which tier served when, and why; newest first.', switchesAnswer, switchesQuery),
  get('/queue', 'Requests that nobody could serve, newest first.', queue.queueAnswer, queue.queueQuery),
  get('/queue/:id', 'One of them, by the beginning of its id.', queue.queueItemAnswer),
  {
    ...get('/queue/:id/content', 'What was asked, and the stored answer.', queue.queueContentAnswer),
    access: 'admin',
  },
  post(
    '/queue/clear',
    'Removes what is kept, but for what is being sent.',
    queue.queueClearRequest,
    queue.queueClearAnswer,
  ),
  get('/health', 'How endpoints are checked, and what that costs.', healthAnswer),
  get('/configuration', 'The newest version, and what holds.', configuration.configurationAnswer),
  {
    ...{ method: 'PUT', path: `${API}/configuration`, access: 'admin' },
    summary: 'Puts a document in the place of version `base`, or tells why not.',
    body: configuration.configurationRequest,
    answers: { 200: configuration.changedAnswer, ...STALE, 422: configuration.invalidAnswer },
  },
  post(
    '/preview',
    'What a document would change, or what is wrong with it; changes nothing.',
    configuration.previewRequest,
    configuration.previewAnswer,
  ),
  post('/keys', 'Keeps a key, encrypted.', configuration.keyRequest, configuration.keyAnswer),
  post('/enabled', 'Takes an endpoint in or out.', configuration.enabledRequest, configuration.changedAnswer),
  post(
    '/drain',
    'Gives an endpoint no new sessions, or again.',
    configuration.drainRequest,
    configuration.changedAnswer,
  ),
  get(
    '/versions',
    'Versions of the configuration, newest first.',
    configuration.versionsAnswer,
    configuration.versionsQuery,
  ),
  get('/versions/:number', 'One of them, whole.', configuration.versionAnswer),
  get('/diff', 'What differs between two of them.', configuration.diffAnswer, configuration.diffQuery),
  {
    ...{ method: 'POST', path: `${API}/rollback`, access: 'admin' },
    summary: 'Makes the content of an earlier version a new one, on top of version `base`.',
    body: configuration.rollbackRequest,
    answers: { 200: configuration.rollbackAnswer, ...STALE },
  },
  get('/schema', 'What forms are made from, in a language.', schemaAnswer),
  post('/notify', 'Sends a test message, as notices are sent.', notifyRequest, notifyAnswer),
  post('/try', 'Sends a small message to the proxy, as any client would.', tryRequest, tryAnswer),
]
