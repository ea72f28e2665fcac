// The addresses of workers, which the page's policy wants to be vouched for: the files that the page is made of, and nothing else. There
// is no way to make markup or script of a text here, so that the browser refuses it.
interface TrustedTypes {
  readonly createPolicy: (name: string, rules: { readonly createScriptURL: (address: string) => string }) => unknown
}

/** Before the first worker is made. */
export function vouchForScripts(): void {
  const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes }
  const page = new URL('./', document.baseURI).href
  trustedTypes?.createPolicy('default', {
    createScriptURL: address => {
      const { href } = new URL(address, page)
      if (href.startsWith(page)) return href
      throw new TypeError(`${href} is no part of the page`)
    },
  })
}
