import { syntax } from './syntax.ts'
import { names } from './names.ts'
import { paths } from './paths.ts'
import { assurance } from './assurance.ts'
import { services } from './services.ts'
import { prompts } from './prompts.ts'
import { recordings } from './recordings.ts'
import { scripts } from './scripts.ts'
import { bundles } from './bundles.ts'
import { advice } from './advice.ts'

/** Every diagnostic there is: slug → row. One file a thousand of codes. */
export const catalogue = {
  ...syntax,
  ...names,
  ...paths,
  ...assurance,
  ...services,
  ...prompts,
  ...recordings,
  ...scripts,
  ...bundles,
  ...advice,
}

export type Slug = keyof typeof catalogue
