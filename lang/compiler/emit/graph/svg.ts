// A picture as SVG 1.1 (W3C, 2011): text as text, colours by CSS for light and dark, no script, nothing from elsewhere.
import { escapeXml } from './escape.ts'
import { BADGE, FONT, HEAD, layOut, ROW, rowMiddle, TITLE_FONT, type Laid, type Placed, type PlacedLine } from './layout.ts'
import { legendItems, type LegendSample } from './legend.ts'
import type { Box, Picture } from './picture.ts'
import { badgeMarks, BADGE_SHAPES, classesOf, headPath, linePath, radiusOf, rounded, type Badge } from './shapes.ts'
import { textWidth } from './text-width.ts'

export interface SvgOptions {
  /** Where a place is told of; undefined where nowhere. */
  readonly link?: (id: string) => string | undefined
  /** False: inside a page that has `PICTURE_STYLE` already, and needs neither title nor legend. */
  readonly standalone?: boolean
  /** Tells its ids from those of other pictures on the page. */
  readonly prefix?: string
}

interface Palette {
  readonly background: string
  readonly ink: string
  readonly faint: string
  readonly frame: string
  readonly panel: string
  readonly way: string
  readonly menu: string
  readonly flow: string
  readonly part: string
  readonly line: string
  readonly warning: string
  readonly key: string
}
const LIGHT: Palette = {
  background: '#ffffff',
  ink: '#1c2530',
  faint: '#56616d',
  frame: '#c3ccd6',
  panel: '#f4f6f9',
  way: '#76828f',
  menu: '#1f5fbf',
  flow: '#0b7667',
  part: '#7548ac',
  line: '#2b3440',
  warning: '#b3261e',
  key: '#0b4aa0',
}
const DARK: Palette = {
  background: '#14181d',
  ink: '#e6eaef',
  faint: '#a3aeba',
  frame: '#3a4450',
  panel: '#1b2026',
  way: '#8793a0',
  menu: '#2f68c4',
  flow: '#167a6a',
  part: '#7d55b8',
  line: '#4d5966',
  warning: '#ff8a80',
  key: '#8ab8ff',
}

/** Colours by class alone: programs that show pictures know media queries, and not all of them know variables. */
const colours = (of: Palette): string =>
  `.cw text{fill:${of.ink}}.cw .bg,.cw .box{fill:${of.background}}.cw .panel{fill:${of.panel};stroke:${of.frame}}.cw .file,.cw .r-level,.cw .r-asks,.cw .r-leads{fill:${of.faint}}.cw .r-key{fill:${of.key}}.cw .name{fill:#fff}
${(['menu', 'flow', 'part', 'line'] as const).map(kind => `.cw .${kind} .box{stroke:${of[kind]}}.cw .${kind} .head{fill:${of[kind]}}`).join('')}
.cw .way{stroke:${of.way}}.cw .tip{fill:${of.way}}.cw .r-note,.cw text.gap{fill:${of.warning}}.cw .way.gap,.cw .off .box,.cw .stuck .box,.cw .gap .box{stroke:${of.warning}}`

/** For the page that pictures stand in. */
export const PICTURE_STYLE = `.cw{font-family:system-ui,-apple-system,"Segoe UI","Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif}
.cw text{font-size:${FONT}px}.cw .name{font-size:${TITLE_FONT}px;font-weight:600}.cw .file,.cw .r-note,.cw text.gap{font-weight:600}.cw .top{font-size:20px;font-weight:600}
.cw .way{fill:none;stroke-width:1.3}.cw .way.do{stroke-dasharray:5 3}.cw .badge{fill:#fff}.cw .hole{fill:none;stroke:#fff;stroke-width:1.8}
.cw .off .box{stroke-dasharray:6 4;stroke-width:2}.cw .stuck .box{stroke-width:2}.cw .focus .box{stroke-width:3}.cw a:hover .name{text-decoration:underline}
${colours(LIGHT)}
@media (prefers-color-scheme:dark){${colours(DARK)}}`

const MARGIN = 20

/** Lays out and draws. The same picture and options give the same bytes. */
export function renderSvg(picture: Picture, options: SvgOptions = {}): string {
  const { standalone = true, prefix = 'cw' } = options
  const laid = layOut(picture)
  const top = standalone ? 52 : 6
  const margin = standalone ? MARGIN : 4
  const legend = standalone ? legendOf(picture) : null
  const width = Math.ceil(Math.max(laid.width + 2 * margin, legend ? legend.width + 2 * margin : 0))
  const height = Math.ceil(laid.height + top + margin + (legend ? legend.height : 0))
  const places = picture.boxes.filter(box => box.kind !== 'line').length
  const title =
    picture.ui === 'zh' ? `${picture.title}：${places} 个位置` : `${picture.title}: ${places} ${places === 1 ? 'place' : 'places'}`
  const zh = picture.ui === 'zh'
  const about = zh ? '电话菜单的位置与去向' : 'The places of a telephone menu and where they lead'
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="cw" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="${prefix}-title ${prefix}-about">`,
    `<title id="${prefix}-title">${escapeXml(title)}</title>`,
    `<desc id="${prefix}-about">${escapeXml(`${about}. ${picture.boxes.map(box => box.described).join('. ')}.`)}</desc>`,
    ...(standalone ? [`<style>${PICTURE_STYLE}</style>`] : []),
    `<defs><marker id="${prefix}-tip" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0.5 8 4 0 7.5z"/></marker></defs>`,
    ...(standalone
      ? [`<rect class="bg" width="${width}" height="${height}"/>`, `<text x="${margin}" y="32" class="top">${escapeXml(title)}</text>`]
      : []),
    `<g transform="translate(${margin} ${top})">`,
    ...laid.groups.map(drawGroup),
    ...laid.lines.map(line => drawLine(line, prefix)),
    ...laid.boxes.map(({ box, ...placed }) => drawBox(box, placed, options)),
    '</g>',
    ...(legend ? [`<g transform="translate(${margin} ${Math.ceil(laid.height + top + 14)})">`, ...legend.parts, '</g>'] : []),
    '</svg>',
    '',
  ].join('\n')
}

function drawGroup({ name, x, y, width, height }: Laid['groups'][number]): string {
  return `<rect class="panel" x="${rounded(x)}" y="${rounded(y)}" width="${rounded(width)}" height="${rounded(height)}" rx="8"/><text class="file" x="${rounded(x + 14)}" y="${rounded(y + 22)}">${escapeXml(name)}</text>`
}

function drawLine({ line, points }: PlacedLine, prefix: string): string {
  if (points.length === 0) return ''
  return `<path class="way ${line.kind}${line.uncovered ? ' gap' : ''}" d="${linePath(points)}" marker-end="url(#${prefix}-tip)"/>`
}

function drawBox(box: Box, { x, y, width, height }: Placed, { link }: SvgOptions): string {
  const radius = radiusOf(box)
  const head =
    box.rows.length === 0
      ? `<rect class="head" width="${rounded(width)}" height="${HEAD}" rx="${radius}"/>`
      : `<path class="head" d="${headPath(box, width)}"/>`
  const rows = box.rows.map((row, index) => {
    const kind = `r-${row.kind}${row.uncovered ? ' gap' : ''}`
    return `<text class="${kind}" x="12" y="${rounded(rowMiddle(index) + 4.5)}">${escapeXml(row.text)}</text>`
  })
  const badges = badgesOf(box).map(
    (badge, index) => `<g transform="translate(${rounded(width - 12 - BADGE * (index + 1) + 3)} 8)">${badge}</g>`,
  )
  const inner = `<rect class="box" width="${rounded(width)}" height="${rounded(height)}" rx="${radius}"/>${head}<text class="name" x="12" y="19">${escapeXml(box.title)}</text>${badges.join('')}${rows.join('')}`
  const to = link?.(box.id)
  return `<g class="${classesOf(box).join(' ')}" transform="translate(${rounded(x)} ${rounded(y)})"><title>${escapeXml(box.described)}</title>${to === undefined ? inner : `<a href="${escapeXml(to)}">${inner}</a>`}</g>`
}

const badgesOf = (box: Box): readonly string[] => badgeMarks(box).map(drawBadge)

const drawBadge = (mark: Badge): string =>
  BADGE_SHAPES[mark]
    .map(({ tag, ...attributes }) => {
      const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`)
      return `<${tag}${written.join('')}/>`
    })
    .join('')

// ------------------------------------------------------------------------------------------------ legend

interface Legend {
  readonly parts: readonly string[]
  readonly width: number
  readonly height: number
}

function legendOf(picture: Picture): Legend {
  const parts: string[] = []
  let [x, y, widest] = [0, 0, 0]
  for (const { sample, words } of legendItems(picture)) {
    const width = 30 + textWidth(words) * FONT + 22
    if (x > 0 && x + width > 900) [x, y] = [0, y + ROW + 5]
    parts.push(`<g transform="translate(${rounded(x)} ${y})">${drawSample(sample)}<text x="30" y="12">${escapeXml(words)}</text></g>`)
    x += width
    widest = Math.max(widest, x)
  }
  return { parts, width: widest, height: y + ROW + 14 }
}

function drawSample(sample: LegendSample): string {
  switch (sample.kind) {
    case 'place':
      return `<g class="${sample.of}"><rect class="head" width="22" height="14" rx="${sample.of === 'menu' ? 3 : 7}"/></g>`
    case 'badge':
      return `<g class="line"><rect class="head" width="22" height="16" y="-1" rx="3"/></g><g transform="translate(5 1)">${drawBadge(sample.mark)}</g>`
    case 'way':
      return `<path class="way ${sample.of}" d="M0 7H22"/>`
    case 'sign':
      return `<text y="12" x="4">${sample.text}</text>`
    case 'frame':
      return `<g class="${sample.of}"><rect class="box" width="22" height="14" rx="3"/></g>`
  }
}
