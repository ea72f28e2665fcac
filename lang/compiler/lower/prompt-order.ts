import type { Machine, Prompt } from '../../../machine/format.ts'

/**
 * Prompts in the order of the text, named ones first: lowering meets them from the end backwards. Everything that names a prompt (what is
 * told, speech as a value) has its number beside its `values`.
 */
export function orderPrompts(machine: Machine, named: number): Machine {
  const rank = (prompt: Prompt, index: number): readonly number[] => (index < named ? [-1, index] : (prompt.at ?? [-1, 0]))
  const order = machine.prompts
    .map((prompt, index) => ({ index, rank: rank(prompt, index) }))
    .sort((a, b) => a.rank[0]! - b.rank[0]! || a.rank[1]! - b.rank[1]! || a.index - b.index)
    .map(({ index }) => index)
  const number = new Map(order.map((from, to) => [from, to]))
  const { prompts, standard, line, ...rest } = machine
  const { recordAfter, ...restOfLine } = line
  const renumbered = renumber({ ...rest, line: restOfLine }, number) as Machine
  return {
    ...renumbered,
    line: { ...renumbered.line, ...(recordAfter === undefined ? {} : { recordAfter: number.get(recordAfter)! }) },
    prompts: order.map(index => prompts[index]!),
    standard: Object.fromEntries(Object.entries(standard).map(([name, index]) => [name, number.get(index)!])) as Machine['standard'],
  }
}

function renumber(value: unknown, number: ReadonlyMap<number, number>): unknown {
  if (Array.isArray(value)) return value.map(each => renumber(each, number))
  if (typeof value !== 'object' || value === null) return value
  const mapped = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, renumber(each, number)]))
  const prompt = mapped['prompt']
  return typeof prompt === 'number' && Array.isArray(mapped['values']) ? { ...mapped, prompt: number.get(prompt)! } : mapped
}
