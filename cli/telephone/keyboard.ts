// The keyboard as a keypad.

export type Stroke =
  /** `0`–`9`, `*`, `#` */
  | { readonly kind: 'key'; readonly key: string }
  /** `,`: half a second of quiet. */
  | { readonly kind: 'pause' }
  /** Space: on to where the call waits for a key. */
  | { readonly kind: 'skip' }
  /** `s`: stay silent until the line loses patience. */
  | { readonly kind: 'silent' }
  /** `v`: speak for two seconds. */
  | { readonly kind: 'speak' }
  | { readonly kind: 'hang up' }
  | { readonly kind: 'help' }
  /** Ctrl-C */
  | { readonly kind: 'stop' }

export const PAUSE = 500
export const SPEECH = 2000

export const HELP = {
  en: '0–9 * # press a key · , half a second · space on to the next question · s stay silent · v speak 2 s · h hang up · Ctrl-C stop',
  zh: '0–9 * # 按键 · , 半秒 · 空格 到下一处提问 · s 不按键 · v 说话 2 秒 · h 挂机 · Ctrl-C 结束',
} as const

const STROKES: Readonly<Record<string, Stroke>> = {
  ',': { kind: 'pause' },
  ' ': { kind: 'skip' },
  s: { kind: 'silent' },
  v: { kind: 'speak' },
  h: { kind: 'hang up' },
  '?': { kind: 'help' },
  '\u0003': { kind: 'stop' },
  '\u0004': { kind: 'hang up' },
}

/** What was typed; characters that mean nothing are passed over, and so are the sequences of cursor and function keys. */
export function readStrokes(typed: string): Stroke[] {
  const strokes: Stroke[] = []
  // eslint-disable-next-line no-control-regex -- ESC begins what a cursor key sends
  for (const character of typed.replace(/\u001b(\[[0-9;]*[A-Za-z~]|O[A-Za-z])?/g, '').normalize('NFKC')) {
    if (/[0-9*#]/.test(character)) strokes.push({ kind: 'key', key: character })
    else {
      const stroke = STROKES[character.toLowerCase()]
      if (stroke) strokes.push(stroke)
    }
  }
  return strokes
}
