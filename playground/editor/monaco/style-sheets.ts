// In place of Monaco's own module of these names: it makes `<style>` elements, this makes sheets by the browser's own means, which no policy has
// to allow.
import { autorun } from 'monaco-editor/base/common/observableInternal/reactions/autorun'
import { DisposableStore, toDisposable } from 'monaco-editor/base/common/lifecycle'

/** As much of a style element as Monaco uses. */
interface StyleSheet {
  className: string
  media: string
  type: string
  textContent: string
  readonly sheet: CSSStyleSheet
  readonly remove: () => void
}

/** An element is gone with what it stands in; a sheet is put away when that is no more. */
const orphans = new FinalizationRegistry<() => void>(remove => remove())

export function createStyleSheet(
  container: Element = document.head,
  before?: (style: StyleSheet) => void,
  store?: { readonly add: (disposable: unknown) => unknown },
): StyleSheet {
  const sheet = new CSSStyleSheet()
  const remove = (): void => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter(other => other !== sheet)
  }
  let text = ''
  const style: StyleSheet = {
    ...{ className: '', media: '', type: '', sheet, remove },
    get textContent() {
      return text
    },
    set textContent(next) {
      text = next
      sheet.replaceSync(next)
    },
  }
  before?.(style)
  document.adoptedStyleSheets.push(sheet)
  store?.add(toDisposable(remove))
  if (container !== document.head) orphans.register(container, remove)
  return style
}

let shared: StyleSheet | null = null
const sharedSheet = (): StyleSheet => (shared ??= createStyleSheet())

export function createCSSRule(selector: string, text: string, { sheet }: StyleSheet = sharedSheet()): void {
  if (text !== '') sheet.insertRule(`${selector} {${text}}`, 0)
}

export function removeCSSRulesContainingSelector(name: string, { sheet }: StyleSheet = sharedSheet()): void {
  for (let at = sheet.cssRules.length - 1; at >= 0; at--) {
    const rule = sheet.cssRules[at]
    if (rule instanceof CSSStyleRule && rule.selectorText.includes(name)) sheet.deleteRule(at)
  }
}

export function createStyleSheetFromObservable(css: { readonly read: (reader: unknown) => string }): DisposableStore {
  const store = new DisposableStore()
  const style = createStyleSheet(document.head, undefined, store)
  store.add(
    autorun(reader => {
      const next = css.read(reader)
      if (next !== style.textContent) style.textContent = next
    }),
  )
  return store
}
