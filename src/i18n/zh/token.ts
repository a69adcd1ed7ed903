import type { tokenEn } from '../en/token.ts'

export const tokenZh: Readonly<Record<keyof typeof tokenEn, string>> = {
  'token.description': '客户端令牌：谁可以使用代理；监听回环地址以外时必需',
  'token.create.description': '创建客户端令牌；只在此时显示一次，单独输出到 stdout',
  'token.create.profile': '只绑定这一个配置档，不能使用其他配置档',
  'token.list.description': '按名称列出客户端令牌及其上次使用时间',
  'token.revoke.description': '吊销客户端令牌；运行中的代理会在一秒内拒绝它',
  'token.no-json': '--json 从不包含机密。不加它，令牌会单独输出到 stdout。',
  'token.created': '已创建客户端令牌“{name}”。它只显示这一次，保存的只有它的哈希。',
  'token.created-for':
    '已创建仅用于配置档“{profile}”的客户端令牌“{name}”。它只显示这一次，保存的只有它的哈希。',
  'token.hint': '请把它作为凭据交给客户端：export ANTHROPIC_AUTH_TOKEN=令牌。运行中的代理会在一秒内接受它。',
  'token.none': '没有客户端令牌。用“qcc proxy token create 名称”创建。',
  'token.unknown': '没有客户端令牌“{name}”。',
  'token.see': '运行“qcc proxy token list”查看已有的令牌。',
  'token.which': '哪一个客户端令牌？',
  'token.revoke-asks': '要吊销客户端令牌“{name}”吗？此后使用它的客户端都会被拒绝。',
  'token.revoked': '已吊销客户端令牌“{name}”。',
  'token.left-bound': '绑定该配置档的客户端令牌现在什么都不能访问：{names}。',
  'token.title.created': '创建时间',
  'token.title.used': '上次使用',
  'token.unbound': '任意',
  'token.profile-gone': '{profile}（不存在）',
  'token.never': '从未',
  'token.title.clients': '客户端',
  'token.clients-machine': '本机的任何程序；{count} 个客户端令牌',
  'token.clients-beyond': '本机及其他机器，监听 {host}，未加密；需要客户端令牌，现有 {count} 个',
  'token.beyond':
    '其他机器可以通过 {host} 访问它，且通信未加密：请在可信的网络中使用，或置于 TLS 之后。每个客户端都需要令牌，现有 {count} 个。',
}
