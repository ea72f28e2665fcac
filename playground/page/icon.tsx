// Small pictures for buttons, drawn with the text's colour. What a button does is said by its words or its label, never by these alone.
const PATHS = {
  text: 'M4 2.5h5.5L13 6v7.5H4zM9 2.5V6.5h4M6 9h5M6 11.2h3.5',
  phone: 'M3 4c0 5.5 3.5 9 9 9l1-2.6-3-1.6-1.2 1.2C7.3 9.3 6.7 8.7 6 7.200L7.2 6 5.6 3z',
  graph: 'M2.5 2.500h4v3h-4zM9.5 6.500h4v3h-4zM3.5 10.500h4v3h-4zM6.5 4h1.500q1.5 0 1.5 2v1M9.5 8.500h-2q-2 0-2 2',
  scripts: 'M3 4l2 1.500L3 7M7 7h6M3 10.500l1.2 1.5 2-3M8 11.500h5',
  problems: 'M8 2.500L14 13H2zM8 6.500v3M8 11v.6',
  folder: 'M2 4h4l1.5 1.500H14V12.500H2z',
  share: 'M8 9.500V2.500M5.5 5L8 2.5 10.5 5M4.5 7.500H3v6h10v-6h-1.5',
  export: 'M8 2.500v7M5.5 7L8 9.5 10.5 7M3 11.500v2h10v-2',
  sun: 'M8 5.200a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 1 0 0-5.600M8 1.500v1.500M8 13v1.500M1.5 8H3M13 8h1.500M3.4 3.400l1 1M11.6 11.600l1 1M3.4 12.600l1-1M11.6 4.400l1-1',
  moon: 'M12.8 9.800A5.3 5.3 0 0 1 6.2 3.2 5.3 5.3 0 1 0 12.8 9.800z',
  beside: 'M2 3h12v10H2zM9 3v10',
  under: 'M2 3h12v10H2zM2 9h12',
  keys: 'M2 4.500h12v7H2zM4.5 6.800h.1M7 6.800h.1M9.5 6.800h.1M12 6.800h-.1M5 9.300h6',
  add: 'M8 3v10M3 8h10',
  more: 'M3.5 8h.1M8 8h.1M12.5 8h.1',
  down: 'M4.5 6.500L8 10l3.5-3.5',
  right: 'M6.5 4.500L10 8l-3.5 3.5',
  close: 'M4 4l8 8M12 4l-8 8',
  file: 'M4 2.500h5.500L12.5 6v7.500H4zM9 2.500V6.500h3.5',
  script: 'M4 2.500h5.500L12.5 6v7.500H4zM6 9l1.2 1.500L10 7.5',
  data: 'M4 2.500h5.500L12.5 6v7.500H4zM6 7.500h4M6 9.500h4M6 11.500h2',
  line: 'M4 2.500h5.500L12.5 6v7.500H4zM6.6 7.200l3.4 2-3.4 2z',
  rename: 'M10.5 3.500l2 2L6 12l-2.8.8L4 10z',
  remove: 'M3 4.500h10M6 4.500V3h4v1.500M4.5 4.500l.5 8.500h6l.5-8.5',
} as const

export type IconName = keyof typeof PATHS

export const Icon = ({ name }: { readonly name: IconName }) => (
  <svg class={`icon icon-${name}`} viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
)
