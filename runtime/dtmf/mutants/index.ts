// The face of mutants: what a change of the program would have to be noticed by.
export { createMutants } from './create.ts'
export { huntMutant, orderWitnesses, type MutantResult, type Witness } from './hunt.ts'
export { MUTANT_KINDS, type Mutant, type MutantKind } from './mutant.ts'
