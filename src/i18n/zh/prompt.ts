import type { promptEn } from '../en/prompt.ts'

export const promptZh: Readonly<Record<keyof typeof promptEn, string>> = {
  'prompt.yes': '是',
  'prompt.no': '否',
  'prompt.choose': '{question}（用方向键选择，按 Enter 确认）',
  'prompt.base-url': '端点的基础 URL（留空表示以后再添加）',
  'prompt.key': '密钥（不显示）',
  'prompt.auth': '携带密钥的请求头',
  'prompt.auth.x-api-key': 'Anthropic 的方式',
  'prompt.auth.bearer': '许多中转服务的方式',
  'prompt.auth.both': '两者都带',
  'prompt.name': '名称',
  'prompt.which-profile': '哪一个配置档？',
  'prompt.which-endpoint': '“{name}”有多个端点，选哪一个？',
  'prompt.cancelled': '已取消，没有做任何更改。',
  'prompt.needs-yes': '此操作需要确认，而这里无法询问：{question}\n请加上 --yes 确认。',
}
