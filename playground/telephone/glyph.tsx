// Small pictures for the telephone's buttons; what they do is said by their labels.
const PATHS = {
  call: 'M3 4c0 5.500 3.500 9 9 9l1-2.600-3-1.600-1.200 1.200C7.300 9.300 6.700 8.700 6 7.200L7.200 6 5.600 3z',
  hangUp: 'M2 9.500c3.500-3.600 8.500-3.600 12 0l-1.300 1.900-2.900-1V8.800c-1.200-.4-2.400-.4-3.600 0v1.600l-2.900 1z',
  stop: 'M5.500 4v8M10.500 4v8',
  next: 'M4.500 4l5 4-5 4zM11.500 4v8',
  question: 'M3 4l4.500 4L3 12zM8.500 4L13 8l-4.500 4z',
  silent: 'M8 3.500v5M8 8.500a1.500 1.500 0 0 0 1.500-1.500V5M4.500 7.500a3.500 3.500 0 0 0 7 0M8 11v2M3 3l10 10',
  back: 'M9.500 4L5.500 8l4 4',
  forth: 'M6.500 4l4 4-4 4',
  speak: 'M6.500 4a1.500 1.500 0 0 1 3 0v3.500a1.500 1.500 0 0 1-3 0zM4.500 7.500a3.500 3.500 0 0 0 7 0M8 11v2',
  sound: 'M3 6.500h2L8 4v8L5 9.500H3zM10 6c1 1.200 1 2.800 0 4M12 4.500c2 2 2 5 0 7',
  mute: 'M3 6.500h2L8 4v8L5 9.500H3zM10.500 6.500l3 3M13.500 6.500l-3 3',
} as const

export type GlyphName = keyof typeof PATHS

export const Glyph = ({ name }: { readonly name: GlyphName }) => (
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
)
