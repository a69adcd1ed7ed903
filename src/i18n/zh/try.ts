import type { tryEn } from '../en/try.ts'

export const tryZh: Readonly<Record<keyof typeof tryEn, string>> = {
  'try.description': '像普通客户端一样向运行中的代理发送一条小消息，并说明由谁回答；不写 TEXT 时请求一句问候',
  'try.option.profile': '只发给此配置档',
  'try.option.model': '要请求的模型；默认与检查所用的相同',
  'try.too-long': 'TEXT 最多 {count} 个字符。',
  'try.way': '“qcc explain {id}”说明它的经过。',
  'try.example': '用一句话打个招呼。',
  'tried.answered': '{endpoint} 用 {time} 回答。',
  'tried.refused': '{endpoint} 拒绝，状态码 {status}，用时 {time}。',
  'tried.nobody': '无人提供服务：状态码 {status}，用时 {time}。',
}
