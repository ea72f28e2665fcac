// The keys that a text tells: 请按4, “press 4”. Chinese and English are read, as the designers write them.
import type * as ast from '../../grammar/ast.ts'

const numerals: Readonly<Record<string, string>> = {
  ...{ zero: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7', eight: '8', nine: '9' },
  ...{ star: '*', pound: '#', hash: '#', 星: '*', 井: '#', '＊': '*', '＃': '#' },
  ...{ 零: '0', 〇: '0', 一: '1', 二: '2', 三: '3', 四: '4', 五: '5', 六: '6', 七: '7', 八: '8', 九: '9' },
}

/** Stands for a value in the text: what it says is known only in the call. */
const HOLE = '\uFFFC'

const chinese = /按(?:下|数字)?\s*(\d+|[*#＊＃\uFFFC]|[星井](?=[号键])|[零〇一二三四五六七八九](?=[号键，。；、,.;\s]|$))/g
const english = new RegExp(
  `\\bpress(?:ing)?\\s+(?:the\\s+|key\\s+|number\\s+)*(\\d+|[*#${HOLE}]|(?:star|pound|hash|zero|one|two|three|four|five|six|seven|eight|nine)\\b(?!\\s+of\\b))`,
  'gi',
)
const more = /\s*(?:or|and|或|和|、)\s*(\d+|[*#])(?![\w:])/y

export interface ToldKeys {
  readonly keys: readonly string[]
  /** The text tells a key that only the call knows. */
  readonly open: boolean
}

/** Languages (primary subtags) in which the keys of a text can be read. */
export const isReadable = (language: string): boolean => /^(?:zh|en)(?:-|$)/i.test(language)

function wording(parts: readonly ast.TextPart[]): string {
  return parts
    .map(part => {
      if (part.kind === 'TextChars') return part.text
      return part.kind === 'PluralPart' ? part.forms.map(form => wording(form.parts)).join(' ') : part.kind === 'Interpolation' ? HOLE : ' '
    })
    .join('')
}

const cache = new WeakMap<ast.TextVariant, ToldKeys>()

export function toldIn(variant: ast.TextVariant): ToldKeys {
  const known = cache.get(variant)
  if (known) return known
  const text = wording(variant.parts)
  const keys: string[] = []
  let open = false
  for (const pattern of [chinese, english]) {
    for (const match of text.matchAll(pattern)) {
      const written = match[1]!
      if (written === HOLE) {
        open = true
        continue
      }
      keys.push(numerals[written.toLowerCase()] ?? written)
      more.lastIndex = match.index + match[0].length
      for (let next = more.exec(text); next; next = more.exec(text)) {
        keys.push(next[1]!)
        if (more.lastIndex === 0) break
      }
    }
  }
  const told = { keys, open }
  cache.set(variant, told)
  return told
}
