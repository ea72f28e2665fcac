// The page without a network: after a first visit all of it is in the browser. Nothing of this is needed for the page to work.
import type { App } from '../page/app.ts'
import { both } from '../page/notices.ts'
import { WORDS } from './words.ts'

/** `callwright playground` says so in the page: what it serves changes, and its port is another program's tomorrow. */
const SERVED = 'meta[name="callwright-served"]'

export function stayWithoutNetwork(app: App): void {
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer }
  if (!import.meta.env.PROD || serviceWorker === undefined || document.querySelector(SERVED) !== null) return
  const begin = (): void => {
    serviceWorker.register('./service-worker.js', { updateViaCache: 'none' }).then(
      registration => watch(registration, serviceWorker, app),
      // A browser that allows none, or has no place.
      () => undefined,
    )
  }
  whenIdle(begin)
}

function watch(registration: ServiceWorkerRegistration, container: ServiceWorkerContainer, app: App): void {
  const offer = (worker: ServiceWorker): void => {
    // Without one that is there already this is the first visit: nothing is old.
    if (container.controller === null || registration.active === null) return
    app.notices.tell({
      kind: 'version',
      text: both(language => WORDS[language].newVersion),
      actions: [
        {
          label: both(language => WORDS[language].reload),
          run: () => {
            container.addEventListener('controllerchange', () => location.reload(), { once: true })
            worker.postMessage('take over')
          },
        },
      ],
    })
  }
  if (registration.waiting !== null) offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => {
      if (installing.state === 'installed') offer(installing)
    })
  })
}

/** When the page has come and nothing else is waited for. */
function whenIdle(act: () => void): void {
  const later = (): void => {
    if ('requestIdleCallback' in globalThis) requestIdleCallback(act, { timeout: 10_000 })
    else setTimeout(act, 3000)
  }
  if (document.readyState === 'complete') later()
  else addEventListener('load', later, { once: true })
}
