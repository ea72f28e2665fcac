const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export interface Page {
  readonly svg: string
  readonly title: string
  /** Words of the buttons. */
  readonly words: { readonly smaller: string; readonly larger: string; readonly whole: string; readonly hint: string }
  /** The place that is looked at first; else where calls begin. */
  readonly place: string | null
  /** New with each page: no other script runs. */
  readonly nonce: string
}

/** A page that shows a picture: moved by dragging, sized by the wheel and buttons; a double click on a place tells the editor of it. */
export const picturePage = ({ svg, title, words, place, nonce }: Page): string => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'nonce-${nonce}'">
<title>${escaped(title)}</title>
<style>
html, body { height: 100%; margin: 0; padding: 0; background: #fff }
#pane { height: 100%; overflow: auto; cursor: grab; outline: none }
#pane.held { cursor: grabbing; user-select: none }
#pane svg { display: block; color-scheme: light }
#pane g:is(.menu, .flow, .part) { cursor: pointer }
#tools { position: fixed; right: 1.2rem; bottom: 1.2rem; display: flex; gap: 2px }
#tools button { min-width: 2rem; padding: 0.3rem 0.6rem; border: 1px solid #c3ccd6; border-radius: 4px; background: #fff; color: #1c2530; font: inherit; cursor: pointer }
#tools button:hover { background: #f4f6f9 }
</style>
</head>
<body>
<div id="pane" tabindex="0" title="${escaped(words.hint)}" data-place="${escaped(place ?? '')}">${svg}</div>
<div id="tools"><button id="smaller" title="${escaped(words.smaller)}">−</button><button id="larger" title="${escaped(words.larger)}">+</button><button id="whole">${escaped(words.whole)}</button></div>
<script nonce="${nonce}">(${look.toString()})()</script>
</body>
</html>
`

/** What a page of the editor has, as far as it is used. */
interface Pane {
  readonly clientWidth: number
  readonly clientHeight: number
  scrollLeft: number
  scrollTop: number
  readonly dataset: { readonly place?: string }
  readonly classList: { readonly add: (name: string) => void; readonly remove: (name: string) => void }
  readonly focus: () => void
  readonly viewBox: { readonly baseVal: { readonly width: number; readonly height: number } }
  readonly querySelector: (selector: string) => Pane | null
  readonly querySelectorAll: (selector: string) => Iterable<Pane>
  readonly setAttribute: (name: string, value: string) => void
  readonly addEventListener: (name: string, run: (event: Happened) => void, options?: { readonly passive: boolean }) => void
  readonly getBoundingClientRect: () => { readonly left: number; readonly top: number; readonly width: number; readonly height: number }
  readonly closest: (selector: string) => Pane | null
  readonly textContent: string | null
  readonly setPointerCapture: (pointer: number) => void
}
interface Happened {
  readonly clientX: number
  readonly clientY: number
  readonly deltaY: number
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly button: number
  readonly buttons: number
  readonly key: string
  readonly pointerId: number
  readonly target: Pane
  readonly preventDefault: () => void
}
declare const document: { readonly getElementById: (id: string) => Pane }
declare const acquireVsCodeApi: () => {
  readonly postMessage: (message: unknown) => void
  readonly getState: () => { readonly scale: number; readonly left: number; readonly top: number } | undefined
  readonly setState: (state: unknown) => void
}

/** Runs in the page, from its own text: nothing outside of it is there. */
function look(): void {
  const editor = acquireVsCodeApi()
  const pane = document.getElementById('pane')
  const svg = pane.querySelector('svg')
  if (!svg) return
  const { width, height } = svg.viewBox.baseVal
  let scale = 1
  const size = (next: number, clientX?: number, clientY?: number): void => {
    const { left, top } = pane.getBoundingClientRect()
    const atX = clientX === undefined ? pane.clientWidth / 2 : clientX - left
    const atY = clientY === undefined ? pane.clientHeight / 2 : clientY - top
    const x = (pane.scrollLeft + atX) / scale
    const y = (pane.scrollTop + atY) / scale
    scale = Math.min(3, Math.max(0.03, next))
    svg.setAttribute('width', String(width * scale))
    svg.setAttribute('height', String(height * scale))
    pane.scrollLeft = x * scale - atX
    pane.scrollTop = y * scale - atY
    keep()
  }
  const keep = (): void => editor.setState({ scale, left: pane.scrollLeft, top: pane.scrollTop })
  const whole = (): number => Math.min(1, pane.clientWidth / width, pane.clientHeight / height)
  const BOXES = 'g.menu, g.flow, g.part'
  /** main (main.ivr): 1 … A legend's boxes have none. */
  const titleOf = (box: Pane): string => box.querySelector('title')?.textContent ?? ''
  const show = (box: Pane): void => {
    const { left, top, width: wide, height: high } = box.getBoundingClientRect()
    pane.scrollLeft += left + wide / 2 - pane.clientWidth / 2
    pane.scrollTop += top + high / 2 - pane.clientHeight / 2
    keep()
  }

  const boxes = [...pane.querySelectorAll(BOXES)]
  const wanted = boxes.find(box => titleOf(box).startsWith(`${pane.dataset.place ?? ''} (`))
  const before = editor.getState()
  if (before) {
    size(before.scale)
    pane.scrollLeft = before.left
    pane.scrollTop = before.top
    if (wanted) show(wanted)
  } else if (whole() >= 0.6) size(whole())
  else {
    size(0.75)
    const first = wanted ?? [...pane.querySelectorAll('g.line')][0] ?? boxes[0]
    if (first) show(first)
  }
  pane.addEventListener('scroll', keep)
  pane.addEventListener(
    'wheel',
    event => {
      if (!event.ctrlKey && !event.metaKey) return
      event.preventDefault()
      size(scale * Math.exp(-event.deltaY / 300), event.clientX, event.clientY)
    },
    { passive: false },
  )
  let pressed: Pane | null = null
  let from: { readonly x: number; readonly y: number; readonly left: number; readonly top: number } | undefined
  pane.addEventListener('pointerdown', ({ button, clientX, clientY, pointerId, target }) => {
    // What is held gets all that follows: only now is it known what is under it.
    pressed = target.closest(BOXES)
    if (button !== 0) return
    from = { x: clientX, y: clientY, left: pane.scrollLeft, top: pane.scrollTop }
    pane.setPointerCapture(pointerId)
    pane.classList.add('held')
  })
  pane.addEventListener('pointermove', ({ clientX, clientY, buttons }) => {
    if (!from || buttons === 0) return
    pane.scrollLeft = from.left - (clientX - from.x)
    pane.scrollTop = from.top - (clientY - from.y)
  })
  const release = (): void => {
    from = undefined
    pane.classList.remove('held')
  }
  pane.addEventListener('pointerup', release)
  pane.addEventListener('pointercancel', release)
  pane.addEventListener('dblclick', () => {
    if (!pressed) return
    const [, place, file] = /^(.*?) \((.*?)\)/.exec(titleOf(pressed)) ?? []
    editor.postMessage({ place, file })
  })
  pane.addEventListener('keydown', ({ key }) => {
    if (key === '+' || key === '=') size(scale * 1.25)
    else if (key === '-') size(scale / 1.25)
    else if (key === '0') size(whole())
  })
  document.getElementById('larger').addEventListener('click', () => size(scale * 1.25))
  document.getElementById('smaller').addEventListener('click', () => size(scale / 1.25))
  document.getElementById('whole').addEventListener('click', () => size(whole()))
  pane.focus()
}
