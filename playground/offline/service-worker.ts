// Keeps all files of the page, so that it opens without a network. `VERSION` and `FILES` are set before this text when the page is built.
// A new version is fetched whole, beside the old one, and takes its place when a person says so or has closed the page.
declare const VERSION: string
/** From where this file lies; names with a hash of what is in them, but for a few. */
declare const FILES: readonly string[]

interface Scope {
  readonly registration: { readonly scope: string }
  readonly clients: { readonly claim: () => Promise<void> }
  readonly skipWaiting: () => Promise<void>
  readonly addEventListener: (type: string, listener: (event: never) => void) => void
}
interface Lasting {
  readonly waitUntil: (promise: Promise<unknown>) => void
}
interface Fetched extends Lasting {
  readonly request: Request
  readonly respondWith: (response: Promise<Response>) => void
}

const scope = globalThis as unknown as Scope
const PREFIX = `callwright ${scope.registration.scope} `
const CACHE = PREFIX + VERSION

scope.addEventListener('install', (event: Lasting) => event.waitUntil(fetchAll()))
scope.addEventListener('activate', (event: Lasting) => event.waitUntil(forgetOthers().then(() => scope.clients.claim())))
scope.addEventListener('message', ({ data }: MessageEvent) => {
  if (data === 'take over') void scope.skipWaiting()
})
scope.addEventListener('fetch', (event: Fetched) => {
  const file = fileOf(event.request)
  if (file !== null) event.respondWith(respond(file, event.request))
})

/** One after the other: the page that is open comes first. What an older version has under the same name is the same. */
async function fetchAll(): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const file of FILES) {
    const known = /-[\w-]{8}\.\w+$/.test(file) ? await caches.match(addressOf(file)) : undefined
    if (known) await cache.put(addressOf(file), known)
    else await cache.put(addressOf(file), await fetchOne(addressOf(file)))
  }
}

async function fetchOne(address: string): Promise<Response> {
  const response = await fetch(address, { cache: 'no-cache' })
  if (!response.ok) throw new Error(`${address}: ${response.status}`)
  // Some servers send `index.html` on to its folder; a browser that opens a page takes no answer that was sent on.
  return response.redirected ? new Response(response.body, response) : response
}

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) if (name.startsWith(PREFIX) && name !== CACHE) await caches.delete(name)
}

const addressOf = (file: string): string => new URL(file, scope.registration.scope).href

/** Which of the page's files is asked for; null where it is none. */
function fileOf({ method, url }: Request): string | null {
  if (method !== 'GET' || !url.startsWith(scope.registration.scope)) return null
  const { pathname } = new URL(url)
  const file = pathname.slice(new URL(scope.registration.scope).pathname.length)
  if (file === '') return 'index.html'
  return FILES.includes(file) ? file : null
}

async function respond(file: string, request: Request): Promise<Response> {
  const cache = await caches.open(CACHE)
  return (await cache.match(addressOf(file))) ?? fetch(request)
}
