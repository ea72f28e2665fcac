import { expect, it } from 'vitest'
import { languageSentences, notedChapters, semanticsSentences } from './sentences.ts'

const ids = (sentences: readonly { readonly id: string; readonly text: string }[]): string[] =>
  sentences.map(({ id, text }) => `${id} ${text.replace(/\s+/g, ' ')}`)

it('numbers the sentences of each section from 1, by the section’s own name', () => {
  expect(ids(languageSentences('# The Callwright language\n\nOne. Two!\n\n## Lexical\n\nThree? Four.\n'))).toEqual([
    'L.rules.1 One.',
    'L.rules.2 Two!',
    'L.lexical.1 Three?',
    'L.lexical.2 Four.',
  ])
})

it('refuses a section that it has no name for', () => {
  expect(() => languageSentences('# The Callwright language\n\nOne.\n\n## Melodies\n\nTwo.\n')).toThrow('Melodies')
})

it('keeps a sentence that runs over lines whole, and begins a new one with each item of a list', () => {
  expect(ids(languageSentences('## Lexical\n\nOne\nand a half. Two.\n- Three\n  goes on.\n- Four.\n1. Five.\n'))).toEqual([
    'L.lexical.1 One and a half.',
    'L.lexical.2 Two.',
    'L.lexical.3 - Three goes on.',
    'L.lexical.4 - Four.',
    'L.lexical.5 1. Five.',
  ])
})

it('ends no sentence in code, in parentheses, in a number or before a small letter', () => {
  const whole = ['`a. B` is one.', 'This (it is. Really) is one.', 'It costs 3.50 Yuan.', 'See x. and y.', 'It is e.g. this.']
  for (const sentence of whole) expect(ids(languageSentences(`## Lexical\n\n${sentence}\n`)), sentence).toEqual([`L.lexical.1 ${sentence}`])
  expect(ids(languageSentences('## Lexical\n\nOne. `two` is code. **Three** is bold.\n'))).toHaveLength(3)
})

it('keeps a bold title with the sentence behind it', () => {
  expect(ids(languageSentences('## Lexical\n\n- **A title.** One. Two.\n'))).toEqual([
    'L.lexical.1 - **A title.** One.',
    'L.lexical.2 Two.',
  ])
})

it('takes a code block and each row of a table whole, and no table’s head', () => {
  const page = '## Lexical\n\n```ivr\nA. B.\n```\n\n| word | meaning |\n|---|---|\n| a | One. Two. |\n| b | Three. |\n'
  expect(ids(languageSentences(page))).toEqual([
    'L.lexical.1 ```ivr A. B. ```',
    'L.lexical.2 | a | One. Two. |',
    'L.lexical.3 | b | Three. |',
  ])
})

it('numbers the other page by its sections and by what is printed bold within them', () => {
  const page =
    'Before.\n\n## 1. Speaking\n\n**Words.** A word. More.\n\n**1.4 A key** arrives.\n\nThen.\n\n## 5. Asking\n\n1. One.\n\n- **5.2 x** y.\n'
  expect(semanticsSentences(page).map(({ id }) => id)).toEqual(['S0.1', 'S1.0.1', 'S1.0.2', 'S1.4.1', 'S1.4.2', 'S5.1', 'S5.2.1'])
})

it('says in which line a sentence’s block begins', () => {
  expect(languageSentences('# The Callwright language\n\nOne.\n\n- Two.\n').map(({ line }) => line)).toEqual([3, 5])
})

it('numbers no note, which says what is not built of the sentence before it', () => {
  const page = '## Lexical\n\n- One.\n  > **Not built yet:** a. B.\n- Two.\n\n> C. D.\n\nThree.\n'
  expect(ids(languageSentences(page))).toEqual(['L.lexical.1 - One.', 'L.lexical.2 - Two.', 'L.lexical.3 Three.'])
  expect([...notedChapters(page, '## 4. Proofs\n\nA.\n\n- **4.3 Level.** B.\n  > C.\n\n## 5. Asking\n')]).toEqual(['L.lexical', 'S4'])
})
