import type { Location } from '../text/span.ts'
import { catalogue, type Slug } from './catalogue/index.ts'
import type { Definition, Diagnostic, Fix, Label } from './diagnostic.ts'

type Parameters<S extends Slug> = (typeof catalogue)[S] extends Definition<infer P> ? P : never

export interface ReportExtras {
  readonly labels?: readonly Label[]
  readonly fixes?: readonly Fix[]
  readonly keys?: readonly string[]
}

/** Makes a diagnostic of the catalogue's row `slug`; the row's type says which parameters it takes. */
export function diagnose<S extends Slug>(slug: S, parameters: Parameters<S>, at: Location, extras: ReportExtras = {}): Diagnostic {
  const row = catalogue[slug] as unknown as Definition<Parameters<S>>
  const hint = row.hint?.(parameters)
  return {
    code: row.code,
    slug,
    severity: row.severity,
    message: row.message(parameters),
    file: at.file,
    start: at.start,
    end: at.end,
    labels: extras.labels ?? [],
    ...(hint ? { hint } : {}),
    fixes: extras.fixes ?? [],
    ...(extras.keys ? { keys: extras.keys } : {}),
  }
}
