// Colour, where the output is a terminal.

export type Tone = 'error' | 'warning' | 'advice' | 'faint' | 'strong' | 'good'
export type Paint = (tone: Tone, text: string) => string

const CODES: Readonly<Record<Tone, string>> = {
  error: '31;1',
  warning: '33;1',
  advice: '36;1',
  faint: '2',
  strong: '1',
  good: '32',
}

export const plain: Paint = (_, text) => text
export const coloured: Paint = (tone, text) => (text === '' ? '' : `\u001b[${CODES[tone]}m${text}\u001b[0m`)
