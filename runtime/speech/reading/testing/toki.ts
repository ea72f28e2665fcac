// A third language for the tests, in one file: numbers of Toki Pona, up to what its speakers count. Nothing else of this room knows it.
import type { Amount } from '../amounts.ts'
import { createFragmentList, type Fragment } from '../fragments.ts'
import type { Out, Reading } from '../reading.ts'
import { createSpelling, spellWhole } from '../spelling.ts'

const list = createFragmentList()
const { add } = list
const [ala, wan, tu, luka, mute, ale] = ['ala', 'wan', 'tu', 'luka', 'mute', 'ale'].map(word => add(word, word)) as Fragment[]
const units: readonly (readonly [size: number, word: Fragment])[] = [
  [100, ale!],
  [20, mute!],
  [5, luka!],
  [2, tu!],
  [1, wan!],
]
const unit = (name: string): Fragment => add(name, name)
const [minus, point, nanpa, mani, suno, mun, sike, tenpo, lon, en, pause] = [
  'weka', 'sike-lili', 'nanpa', 'mani', 'suno', 'mun', 'sike', 'tenpo', 'lon', 'en',
].map(unit).concat(add('pause', ',', 200)) as Fragment[] // prettier-ignore

function count(out: Out, n: number): void {
  if (n === 0) out.push(ala!)
  let rest = n
  for (const [size, word] of units) for (; rest >= size; rest -= size) out.push(word)
}
function number(out: Out, { negative, whole, minor }: Amount): void {
  if (negative) out.push(minus!)
  count(out, whole)
  if (minor > 0) {
    out.push(point!)
    spellWhole(out, minor, spelling)
  }
}
const keys = Array.from({ length: 10 }, (_, n) => [String(n), add(`key.${n}`, String(n))] as const)
const spelling = createSpelling({ ...Object.fromEntries(keys), '*': add('star', 'mun-lili'), '#': add('hash', 'leko') })

export const toki: Reading = {
  tag: 'tok',
  fragments: list.all,
  digits: spelling,
  letters: spelling,
  keys: spelling,
  groupPause: pause!,
  minus: minus!,
  point: point!,
  number,
  ordinal: (out, value) => {
    out.push(nanpa!)
    number(out, value)
  },
  money: (out, value) => {
    out.push(mani!)
    number(out, value)
  },
  date: (out, { year, month, day }) => {
    out.push(suno!)
    count(out, day)
    out.push(mun!)
    count(out, month)
    out.push(sike!)
    spellWhole(out, year, spelling)
  },
  time: (out, { hour, minute }) => {
    out.push(tenpo!)
    count(out, hour)
    out.push(en!)
    count(out, minute)
  },
  moment: (out, date, time) => {
    toki.date(out, date)
    out.push(lon!)
    toki.time(out, time)
  },
  duration: (out, ms) => {
    out.push(tenpo!)
    count(out, Math.floor(ms / 1000))
  },
  yes: add('yes', 'lon-a'),
  no: add('no', 'ala-a'),
  between: pause!,
  lastBetween: en!,
  withheld: add('withheld', 'len'),
  plural: () => 'other',
  pace: { syllable: 200, letter: 70, numeral: 300, comma: 200, stop: 400, end: 0 },
}
