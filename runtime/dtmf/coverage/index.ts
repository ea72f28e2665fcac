// The face of coverage: what scripts went through of a machine, and what they did not.
export { createCollector, type Collector } from './collect.ts'
export { createGuide, createWaysIn } from './keys.ts'
export { formatLcov } from './lcov.ts'
export {
  coverageJson,
  percentOf,
  printPercent,
  programCoverage,
  sumKinds,
  type KindCoverage,
  type Locate,
  type ProgramCoverage,
} from './report.ts'
export { createUniverse, KINDS, type CoverageItem, type CoverageKind, type Universe } from './universe.ts'
