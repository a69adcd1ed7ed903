import type { syncFaultEn } from '../en/sync-fault.ts'

export const syncFaultZh: Readonly<Record<keyof typeof syncFaultEn, string>> = {
  'sync-fault.no-place':
    'sync.backend 为 {backend}，而 sync.place 没有指定位置。请用“qcc sync setup {backend}”一并设置。',
  'sync-fault.foreign':
    '{remote} 中有并非 QCC 写入的内容，因此未做任何改动。请用“qcc sync setup”换一个位置，或将其移走。',
  'sync-fault.locked':
    '无法打开 {remote} 中的同步包：口令不同。请用“qcc sync setup”给出正确的口令；未做任何改动。',
  'sync-fault.damaged':
    '{remote} 中的同步包已损坏或尚未写完，因此未做任何改动。请稍后再试；若一直如此，请恢复较早的版本或将其删除，下次同步会重新写入。',
  'sync-fault.not-valid':
    '此版本的 QCC 无法理解 {remote} 中的同步包：{why}。它可能由更新的 QCC 写入。未做任何改动。',
  'sync-fault.merged-invalid':
    '两边合并后的配置无效：{why}。未做任何改动。请用“qcc sync --ours”或“--theirs”采用其中一边。',
  'sync-fault.key-clash':
    '{remote} 中的同步包在引用 {reference} 下的密钥与这里保存的不同。未做任何改动。请用“qcc endpoint set”重新设置该端点的密钥。',
  'sync-fault.busy':
    '每次同步完成之前，{remote} 或这里的配置都被他人改动（{tries} 次）。没有丢失任何内容，请再试一次。',
  'sync-fault.undecided':
    '有 {count} 处在这里和 {remote} 中改得不同。未做任何改动。请用“qcc sync --ours”或“--theirs”决定，或在终端中逐项决定。',
  'sync-fault.no-folder': '无法使用文件夹 {remote}：{why}。请创建它，或用“qcc sync setup folder”换一个。',
  'sync-fault.not-here-yet':
    '{remote} 中的同步包还在云端，尚未下载到本机。请打开该文件夹等待下载完成，然后再试。',
  'sync-fault.copy-busy': '此主目录的另一次同步已进行了 {seconds} 秒。请再试一次。',
  'sync-fault.folder-busy': '另一个同步已占用文件夹 {remote} 达 {seconds} 秒。请再试一次。',
  'sync-fault.no-git': '未安装 git，或它不在 PATH 中。请从 https://git-scm.com 安装，或改用其他方式。',
  'sync-fault.git': 'git {what} 失败（{remote}）：{why}。请确认“git ls-remote”无需任何输入即可访问它。',
  'sync-fault.git-slow': 'git {what} 超过了 {seconds} 秒（{remote}）。请检查网络，或调大 sync.timeout。',
  'sync-fault.unreached': '无法连接 {remote}：{why}。请检查网络或 sync.api。',
  'sync-fault.slow': '{remote} 在 {seconds} 秒内没有应答。请检查网络，或调大 sync.timeout。',
  'sync-fault.no-token':
    '没有 {remote} 的令牌：{reference} 没有给出。请设置它，或用“qcc sync setup gist”指定另一个。',
  'sync-fault.token-refused':
    '{remote} 拒绝了令牌（401）。请新建一个可写 gist 的令牌，并用“qcc sync setup gist”给出。',
  'sync-fault.forbidden': '{remote} 不允许该令牌这样做（403）：{why}。它需要写 gist 的权限。',
  'sync-fault.limited': '{remote} 暂时不再接受请求，{time} 起恢复。请届时再试。',
  'sync-fault.no-gist':
    '没有 gist {remote}，或该令牌无权查看（404）。请检查其 id，或用“qcc sync setup gist”新建一个。',
  'sync-fault.unprocessable': '{remote} 不接受该同步包（422）：{why}。',
  'sync-fault.api': '{remote} 应答 {status}：{why}。请稍后再试。',
  'sync-fault.too-large': '{remote} 中的同步包大于 {most}，未读取。',
  'sync-fault.not-read-back': '写入 {remote} 的内容读回时不一致。请再试一次；这里未做任何改动。',
}
