import { define } from '../diagnostic.ts'

/** CW8xxx bundles and projects. */
export const bundles = {
  'not-a-bundle': define<{ why: 'no manifest' | 'not json' | 'wrong shape' }>({
    code: 'CW8001',
    severity: 'error',
    message: ({ why }) => ({
      en: {
        'no manifest': 'This is no bundle: it has no manifest.json.',
        'not json': 'The manifest of this bundle is not JSON.',
        'wrong shape': 'The manifest of this bundle does not say what a manifest has to say.',
      }[why],
      zh: {
        'no manifest': '这不是部署包：缺少 manifest.json。',
        'not json': '部署包的清单不是 JSON。',
        'wrong shape': '部署包的清单内容不完整或不正确。',
      }[why],
    }),
    hint: () => ({ en: 'Make it anew with “callwright build”.', zh: '请用“callwright build”重新生成。' }),
  }),
  'bundle-version': define<{ what: 'bundle' | 'machine'; found: string; known: number }>({
    code: 'CW8002',
    severity: 'error',
    message: ({ what, found, known }) => ({
      en: `The ${what === 'bundle' ? 'bundle' : 'machine in this bundle'} has version ${found}; this Callwright reads version ${known}.`,
      zh: `${what === 'bundle' ? '部署包' : '部署包中的状态机'}的版本为 ${found}；当前 Callwright 只支持版本 ${known}。`,
    }),
    hint: () => ({
      en: 'Build it again with this Callwright, or run it with the one that built it.',
      zh: '请用当前 Callwright 重新构建，或使用构建它的版本运行。',
    }),
  }),
  'bundle-file-missing': define<{ path: string }>({
    code: 'CW8003',
    severity: 'error',
    message: ({ path }) => ({
      en: `The bundle has no file ${path}, which its manifest lists.`,
      zh: `部署包缺少清单中列出的文件 ${path}。`,
    }),
    hint: () => ({ en: 'Copy the whole bundle again.', zh: '请重新复制整个部署包。' }),
  }),
  'bundle-file-changed': define<{ path: string }>({
    code: 'CW8004',
    severity: 'error',
    message: ({ path }) => ({
      en: `The file ${path} is not the one that the bundle was made with.`,
      zh: `文件 ${path} 与生成部署包时的内容不一致。`,
    }),
    hint: () => ({
      en: 'Copy the whole bundle again; to change what a call does, change the sources and build.',
      zh: '请重新复制整个部署包；要改变通话流程，请修改源文件后重新构建。',
    }),
  }),
  /** `problem`: the sentence that `readMachine` says. */
  'bundle-machine': define<{ problem: string }>({
    code: 'CW8005',
    severity: 'error',
    message: ({ problem }) => ({ en: problem, zh: `部署包中的状态机无法运行（${problem}）。` }),
    hint: () => ({ en: 'Make it anew with “callwright build”.', zh: '请用“callwright build”重新生成。' }),
  }),
}
