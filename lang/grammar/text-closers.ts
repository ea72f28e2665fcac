// Where a text ends that a plain quote begins and that another quote was to end.
import { ascii, DIGIT, LETTER } from './characters.ts'
import { lineEnd, valueEnd } from './text-scan.ts'

/** Where a language tag begins that ends at `end`; `end` where none does. Asked of texts in quotes that are none, which are few. */
export function tagBefore(text: string, end: number): number {
  let start = end
  while (ascii[text.charCodeAt(start - 1)] === LETTER || ascii[text.charCodeAt(start - 1)] === DIGIT || text[start - 1] === '-') start--
  return /^[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}$/.test(text.slice(start, end)) ? start : end
}

/** A pair of typographic quotes belongs to the words; one alone may stand for the quote that ends the text, if more than its words can follow. */
const typographic =
  /“[^“”"]*”|„[^“”„"]*[“”]|(?<=\s)”(?=\S)[^“”"]*”|＂(?![\s,，、)\]}])[^＂"]*＂|[“”„＂](?=[\s,)\]}]|[;；]\s*$|->|$|(?:[，、]\s*)?[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}["“„]|[，、]\s*["“„])/g
const behindText = /[\s,)\]}]|->|\/[/*]|$/y
const taggedBehind = /[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6}"/y

/** Does the quote at `at` (−1 = none) end a text? Else it begins the next one, and the text before it was to end with another quote. */
export function endsText(text: string, at: number): boolean {
  if (at < 0) return false
  behindText.lastIndex = taggedBehind.lastIndex = at + 1
  return behindText.test(text) || (taggedBehind.test(text) && tagBefore(text, at) === at && !/[\s(,，、]/.test(text[at - 1]!))
}

const oddQuote = /[^“”„＂\n\r]{0,500}[“”„＂]/y

/** Is a quote that is none on the line of the `{` at `at`, whose `}` is there? The plain ones alone do not say then where its text ends. */
export function hasOddQuote(text: string, at: number): boolean {
  oddQuote.lastIndex = at
  return oddQuote.test(text) && valueEnd(text, at) >= 0
}

/** Adds the quotes on the line of `at` that a text may be meant to end with, and gives where the line ends. */
export function noteClosers(text: string, at: number, notedTo: number, found: number[]): number {
  if (at < notedTo) return notedTo
  const start = Math.max(text.lastIndexOf('\n', at), text.lastIndexOf('\r', at)) + 1
  const end = lineEnd(text, at)
  for (const { 0: match, index } of text.slice(start, end).matchAll(typographic)) if (match.length === 1) found.push(start + index)
  return end
}
