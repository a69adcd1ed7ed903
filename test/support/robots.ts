/** Receivers of messages on loopback, which answer as the real ones do: with what they check, and how they refuse. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import type { OverHttp } from '../../src/notify/letters.ts'

/** What is wrong with it, besides what it checks. */
type Manner = 'well' | 'limited' | 'page' | 'silent' | 'redirect' | 'broken' | 'keyword' | 'address' | 'long'

export interface Robot {
  /** With what is secret of it. */
  readonly url: string
  /** What it took, oldest first. */
  readonly taken: readonly Readonly<Record<string, unknown>>[]
  /** Requests, whatever came of them. */
  readonly asked: number
  manner: Manner
}

/** Signs what goes to those that check a signature, and opens the webhook. */
export const SECRET = 'SECRETofTheRobot0123456789'
/** The part of each URL that is as good as a password. */
export const HIDDEN = 'hidden0part1of2the3url4'

const PATHS: Readonly<Record<OverHttp, string>> = {
  webhook: `/hook/${HIDDEN}`,
  slack: `/services/T00000000/B00000000/${HIDDEN}`,
  feishu: `/open-apis/bot/v2/hook/${HIDDEN}`,
  dingtalk: `/robot/send?access_token=${HIDDEN}`,
  wecom: `/cgi-bin/webhook/send?key=${HIDDEN}`,
}

/** `isGuarded`: it checks signatures, or a token. */
export async function robot(channel: OverHttp, isGuarded = false): Promise<Robot> {
  const taken: Readonly<Record<string, unknown>>[] = []
  const state = { manner: 'well' as Manner, asked: 0 }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      state.asked += 1
      if (state.manner === 'silent') return
      const said = Buffer.concat(chunks).toString()
      const no =
        badManner(channel, state.manner, response) || refused(channel, request, said, isGuarded, response)
      if (no) return
      taken.push(JSON.parse(said) as Readonly<Record<string, unknown>>)
      answer(response, ...YES[channel])
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${String(port)}${PATHS[channel]}`,
    taken,
    get asked() {
      return state.asked
    },
    get manner() {
      return state.manner
    },
    set manner(manner) {
      state.manner = manner
    },
  }
}

type Said = readonly [status: number, body: object | string, headers?: Readonly<Record<string, string>>]

const YES: Readonly<Record<OverHttp, Said>> = {
  webhook: [204, ''],
  slack: [200, 'ok'],
  feishu: [200, { StatusCode: 0, StatusMessage: 'success', code: 0, data: {}, msg: 'success' }],
  dingtalk: [200, { errcode: 0, errmsg: 'ok' }],
  wecom: [200, { errcode: 0, errmsg: 'ok' }],
}

const PAGE = `<!DOCTYPE html><html><head><title>Sign in</title></head><body>${HIDDEN}</body></html>`

const LIMITED: Readonly<Record<OverHttp, Said>> = {
  webhook: [429, 'slow down', { 'retry-after': '7' }],
  slack: [429, 'rate_limited', { 'retry-after': '1' }],
  feishu: [200, { code: 11_232, data: {}, msg: 'frequency limited' }],
  dingtalk: [200, { errcode: 130_101, errmsg: 'send too fast, exceed 20 times per minute' }],
  wecom: [200, { errcode: 45_009, errmsg: 'api freq out of limit' }],
}

function badManner(channel: OverHttp, manner: Manner, response: ServerResponse): boolean {
  if (manner === 'well') return false
  const said: Readonly<Record<Exclude<Manner, 'well' | 'silent'>, Said>> = {
    limited: LIMITED[channel],
    page: [200, PAGE],
    long: [200, PAGE.repeat(4_000)],
    redirect: [302, '', { location: `http://127.0.0.1:9/${HIDDEN}` }],
    broken: [502, PAGE],
    keyword: [
      200,
      channel === 'feishu'
        ? { code: 19_024, msg: 'Key Words Not Found' }
        : { errcode: 310_000, errmsg: 'keywords not in content' },
    ],
    address: [
      200,
      channel === 'feishu'
        ? { code: 19_022, msg: 'Ip Not Allowed' }
        : { errcode: 310_000, errmsg: 'ip 127.0.0.1 not in whitelist' },
    ],
  }
  if (manner !== 'silent') answer(response, ...said[manner])
  return true
}

interface Come {
  readonly authorization: string
  readonly url: string
  readonly body: Readonly<Record<string, unknown>>
  readonly isGuarded: boolean
}

/** What the real ones say to who has the wrong URL. */
const GONE: Readonly<Record<OverHttp, Said>> = {
  webhook: [404, 'not found'],
  slack: [404, 'no_service'],
  feishu: [200, { code: 19_001, msg: 'param invalid: incoming webhook access token invalid' }],
  dingtalk: [200, { errcode: 300_005, errmsg: 'token is not exist' }],
  wecom: [200, { errcode: 93_000, errmsg: `invalid webhook url, hint: [1], key ${HIDDEN}` }],
}

/** What they check of a message besides; null when it is well. */
const CHECKS: Readonly<Record<OverHttp, (come: Come) => Said | null>> = {
  webhook: ({ authorization, isGuarded }) =>
    isGuarded && authorization !== `Bearer ${SECRET}` ? [401, 'who are you?'] : null,
  slack: ({ body }) => (typeof body['text'] === 'string' ? null : [400, 'invalid_payload']),
  feishu: ({ body, isGuarded }) => {
    const key = `${String(body['timestamp'])}\n${SECRET}`
    const isSigned = body['sign'] === createHmac('sha256', key).update('').digest('base64')
    const msg = 'sign match fail or timestamp is not within one hour from current time'
    return isGuarded && !isSigned ? [200, { code: 19_021, data: {}, msg }] : null
  },
  dingtalk: ({ isGuarded, url }) => {
    const query = new URL(url, 'http://localhost').searchParams
    const timestamp = query.get('timestamp') ?? ''
    const sign = createHmac('sha256', SECRET).update(`${timestamp}\n${SECRET}`).digest('base64')
    return isGuarded && query.get('sign') !== sign
      ? [200, { errcode: 310_000, errmsg: 'sign not match' }]
      : null
  },
  wecom: ({ body }) =>
    body['msgtype'] === 'text' ? null : [200, { errcode: 40_008, errmsg: 'invalid message type' }],
}

function refused(
  channel: OverHttp,
  { headers: { authorization = '' }, url = '' }: IncomingMessage,
  said: string,
  isGuarded: boolean,
  response: ServerResponse,
): boolean {
  const body = JSON.parse(said) as Come['body']
  const isHere = url.split('&timestamp')[0] === PATHS[channel]
  const no = isHere ? CHECKS[channel]({ authorization, url, body, isGuarded }) : GONE[channel]
  if (no !== null) answer(response, ...no)
  return no !== null
}

function answer(response: ServerResponse, ...[status, body, headers = {}]: Said): void {
  response.writeHead(status, headers)
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}
