// What the page may load and do, in the page itself, so that it holds wherever the files are served from.
import type { Plugin } from 'vite'
import { POLICY } from './policy.ts'

/** Only in what is built: Vite's own server speaks to the page by other means. */
export const policyPlugin = (): Plugin => ({
  name: 'callwright policy',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: () => [{ tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: POLICY }, injectTo: 'head-prepend' }],
  },
})
