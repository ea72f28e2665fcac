import type { Machine, Prompt } from '../../../machine/format.ts'

/**
 * The machine with its prompts, those that are told nowhere (the label of an option that is `unannounced`) left out. Everything that names a
 * prompt (what is told, speech as a value) has its number beside its `values`.
 */
export function withoutGaps(machine: Machine, prompts: readonly (Prompt | undefined)[]): Machine {
  const kept = prompts.filter(prompt => prompt !== undefined)
  if (kept.length === prompts.length) return { ...machine, prompts: kept }
  const number: number[] = []
  let next = 0
  for (const prompt of prompts) number.push(prompt === undefined ? -1 : next++)
  const { standard, line, ...rest } = machine
  const { recordAfter, ...restOfLine } = line
  const renumbered = renumber({ ...rest, line: restOfLine }, number) as Machine
  return {
    ...renumbered,
    line: { ...renumbered.line, ...(recordAfter === undefined ? {} : { recordAfter: number[recordAfter]! }) },
    prompts: kept,
    standard: Object.fromEntries(Object.entries(standard).map(([name, index]) => [name, number[index]!])) as Machine['standard'],
  }
}

function renumber(value: unknown, number: readonly number[]): unknown {
  if (Array.isArray(value)) return value.map(each => renumber(each, number))
  if (typeof value !== 'object' || value === null) return value
  const mapped = Object.fromEntries(Object.entries(value).map(([name, each]) => [name, renumber(each, number)]))
  const prompt = mapped['prompt']
  return typeof prompt === 'number' && Array.isArray(mapped['values']) ? { ...mapped, prompt: number[prompt]! } : mapped
}
