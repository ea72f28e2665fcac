// XML as FreeSWITCH reads it: line by line before it is taken apart, with lines of its own between (X-PRE-PROCESS, alone on a line).

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** A text as an attribute's value. Neither XML nor what runs over the lines before finds anything in it. */
export const attribute = (text: string): string => text.replace(/[&<>"']/g, character => ENTITIES[character]!)

export const element = (name: string, attributes: Readonly<Record<string, string>>): string =>
  `<${[name, ...Object.entries(attributes).map(([key, value]) => `${key}="${attribute(value)}"`)].join(' ')}/>`

export const param = (name: string, value: string): string => element('param', { name, value })

export const action = (application: string, data?: string): string =>
  element('action', data === undefined ? { application } : { application, data })

/** Lines in an element that reaches over them. */
export const within = (open: string, close: string, lines: readonly string[]): readonly string[] => [
  open,
  ...lines.map(line => `  ${line}`),
  close,
]

export const comment = (text: string): string => `<!-- ${text} -->`

/** A file that another includes: its root is left out there. */
export const included = (lines: readonly string[]): string => `${within('<include>', '</include>', lines).join('\n')}\n`

/** An attribute's value in what the switch has written of an element, as it stands there; empty where there is none. */
export const attributeOf = (attributes: string, name: string): string =>
  new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? ''
