// Machines for tests, written as steps: each step is put before the point that follows it. What the compiler does in earnest,
// small enough to read; texts are one word and mean the same in every language.
export { flow, part, program, type Builder, type Formula, type PlaceDefinition, type ProgramOptions, type Step } from './builder.ts'
export * from './formulas.ts'
export * from './listeners.ts'
export type { OptionDefinition } from './options.ts'
export * from './steps.ts'
export * from './tasks.ts'
