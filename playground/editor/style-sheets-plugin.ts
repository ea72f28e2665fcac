// Monaco writes `<style>` elements, which the page's policy refuses: what makes them there is replaced by sheets that are no elements.
import { join } from 'node:path'
import type { Plugin } from 'vite'

const MAKES_ELEMENTS = /[\\/]monaco-editor[\\/]esm[\\/]vs[\\/]base[\\/]browser[\\/]domStylesheets\.js$/

export function styleSheetsPlugin(): Plugin {
  let replaced = false
  return {
    name: 'callwright style sheets',
    apply: 'build',
    enforce: 'pre',
    load(id) {
      if (!MAKES_ELEMENTS.test(id)) return null
      replaced = true
      return `export * from ${JSON.stringify(join(import.meta.dirname, 'monaco/style-sheets.ts'))}`
    },
    buildEnd(error) {
      if (error === undefined && !replaced) this.error('Monaco makes its style elements elsewhere than it did')
    },
  }
}
