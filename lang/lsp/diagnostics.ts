// Findings as the protocol has them.
import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as Told } from 'vscode-languageserver'
import type { Diagnostic, Severity } from '../diagnostics/diagnostic.ts'
import { STANDARD_PATH } from '../compiler/standard-prompts.ts'
import type { Uris } from './paths.ts'
import type { Positions } from './positions.ts'
import { say, type Abilities, type Settings } from './settings.ts'

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  advice: DiagnosticSeverity.Information,
}

/** What nothing uses and what nothing reaches is shown faded. */
const faded = (slug: string): boolean => /^unused-|^unreach|-unused$|-unreachable$/.test(slug)

export interface Telling {
  readonly uris: Uris
  readonly positions: Positions
  readonly settings: Settings
  readonly abilities: Abilities
}

/** Most findings of one file that are told: nobody reads more, and an editor would choke on them. */
const MOST = 1000

export function toldDiagnostics(found: readonly Diagnostic[], telling: Telling): Told[] {
  return found.slice(0, MOST).map(one => toldDiagnostic(one, telling))
}

function toldDiagnostic(found: Diagnostic, { uris, positions, settings, abilities }: Telling): Told {
  const { file, code, slug, severity, message, hint, labels, keys } = found
  const parts = [say(message, settings)]
  if (hint) parts.push(say(hint, settings))
  if (keys && keys.length > 0) parts.push(settings.language === 'zh' ? `按键：${keys.join(' ')}` : `Keys: ${keys.join(' ')}`)
  const related = abilities.related ? labels.filter(label => label.file !== STANDARD_PATH) : []
  return {
    range: positions.range(file, found),
    severity: severities[severity],
    code,
    source: 'callwright',
    message: parts.join('\n'),
    ...(faded(slug) ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length > 0
      ? {
          relatedInformation: related.map(label => ({
            location: { uri: uris.uri(label.file), range: positions.range(label.file, label) },
            message: say(label.message, settings),
          })),
        }
      : {}),
  }
}
