// What an editor asks, answered from open files and a host. Pure: no clock, no protocol, nothing of Node; the same in a server and in a browser.
//
// Answers are computed when they are asked for and hold until a file changes: one changed file is parsed again, and its program checked again.
// A broken file is answered from the tree that recovery gives, and from the last program that was whole for names that are lost in it.
import type { Diagnostic } from '../diagnostics/diagnostic.ts'
import type { TextEdit } from '../text/edit.ts'
import type { Location, Span } from '../text/span.ts'
import type { Machine } from '../../machine/format.ts'
import { codeActions } from './code-actions.ts'
import { complete } from './completion/complete.ts'
import { createDocuments, type ServiceHost } from './documents.ts'
import { foldings, selections } from './folding.ts'
import { hover } from './hover.ts'
import { inlayHints } from './inlay-hints.ts'
import { codeLenses } from './lenses.ts'
import { documentLinks } from './links.ts'
import { definition } from './navigation.ts'
import { declarationOf, idsIn, occurrencesOf } from './occurrences.ts'
import { outline, symbolsOf } from './outline.ts'
import { createPrograms } from './programs.ts'
import { createRenaming } from './renaming.ts'
import { completeScript } from './script/complete-script.ts'
import { scriptFoldings, scriptLinks, scriptOutline, scriptSelections, scriptTokensOf } from './script/script-features.ts'
import { createScripts } from './script/scripts.ts'
import { semanticTokens } from './semantic-tokens.ts'
import type {
  CodeAction,
  CodeLens,
  CompletionItem,
  DocumentLink,
  FoldingRange,
  Hover,
  InlayHint,
  OutlineItem,
  ProgramParts,
  Renamed,
  ScriptsOf,
  SemanticToken,
  Speaker,
  WorkspaceSymbol,
} from './types.ts'

export interface ServiceOptions {
  readonly host: ServiceHost
  /** How values sound and how long words take; without it nothing is said of either. */
  readonly speaker?: Speaker
  /** Which scripts go through a place; without it no lens says so. */
  readonly scriptsOf?: ScriptsOf
  /** Names of time zones for completion; without it those of the program's own. */
  readonly timeZones?: () => readonly string[]
}

/** All paths are the host's. What is asked of a file that cannot be read is answered with nothing. */
export interface Service {
  readonly open: (path: string, text: string, version: number) => void
  /** Edits are of the text before, all at once; throws RangeError where they overlap or lie outside of it. */
  readonly edit: (path: string, edits: readonly TextEdit[], version: number) => void
  readonly close: (path: string) => void
  /** Files of the host have changed, come or gone. */
  readonly changed: () => void
  readonly text: (path: string) => string | null
  /** The version of an open file. */
  readonly version: (path: string) => number | null
  readonly openPaths: () => readonly string[]

  /** What parsing and checking find in a file (of a script: and holding it against its program), in the order of the text. */
  readonly diagnostics: (path: string) => readonly Diagnostic[]
  /**
   * Every file of the program that `path` is looked at in, with its findings (also those with none): for telling all of them after a change.
   * A script's are those that are known without lowering its program.
   */
  readonly programDiagnostics: (path: string) => ReadonlyMap<string, readonly Diagnostic[]>
  /** What only lowering finds, for all files of the program; slower, for when nobody types. */
  readonly proofs: (path: string) => readonly Diagnostic[]
  /** The newest machine of the program that `path` belongs to. */
  readonly machine: (path: string) => Machine | null
  /** What running the scripts of a file's program needs; null where the program does not compile as it is. */
  readonly programParts: (path: string) => ProgramParts | null

  readonly completion: (path: string, offset: number) => readonly CompletionItem[]
  readonly hover: (path: string, offset: number) => Hover | null
  readonly definition: (path: string, offset: number) => readonly Location[]
  readonly references: (path: string, offset: number, withDeclaration: boolean) => readonly Location[]
  /** The other places of the name at `offset` in the same file. */
  readonly highlights: (path: string, offset: number) => readonly Span[]
  /** The name that would be renamed. */
  readonly prepareRename: (path: string, offset: number) => (Span & { readonly name: string }) | Extract<Renamed, { problem: unknown }>
  readonly rename: (path: string, offset: number, name: string) => Renamed
  readonly outline: (path: string) => readonly OutlineItem[]
  readonly foldings: (path: string) => readonly FoldingRange[]
  readonly selections: (path: string, offset: number) => readonly Span[]
  readonly semanticTokens: (path: string) => readonly SemanticToken[]
  readonly inlayHints: (path: string, range: Span) => readonly InlayHint[]
  readonly codeActions: (path: string, range: Span) => readonly CodeAction[]
  readonly codeLenses: (path: string) => readonly CodeLens[]
  readonly links: (path: string) => readonly DocumentLink[]
  readonly workspaceSymbols: (query: string) => readonly WorkspaceSymbol[]
}

const isScript = (path: string): boolean => path.endsWith('.dtmf')
const place = ({ file, start, end }: Location): Location => ({ file, start, end })

export function createService({ host, speaker, scriptsOf, timeZones }: ServiceOptions): Service {
  const documents = createDocuments(host)
  const programs = createPrograms(host, documents)
  const scripts = createScripts(host, documents, programs)
  const renaming = createRenaming(documents, programs, scripts)
  const inFile = (all: readonly Diagnostic[], path: string): readonly Diagnostic[] => all.filter(each => each.file === path)
  /** A library alone lacks its line, which is no fault of it. */
  const foundIn = (path: string): readonly Diagnostic[] => {
    const view = programs.view(path)
    if (!view) return []
    return view.program.diagnostics.filter(each => !(view.alone && each.slug === 'line-missing'))
  }
  const diagnostics = (path: string): readonly Diagnostic[] => (isScript(path) ? scripts.diagnostics(path) : inFile(foundIn(path), path))

  /** What stands at an offset: in a script what its program calls so. */
  const idsAt = (path: string, offset: number): readonly string[] => {
    if (!isScript(path)) {
      const view = programs.view(path)
      return view
        ? occurrencesOf(view.program)
            .at(path, offset)
            .map(each => each.id)
        : []
    }
    const view = scripts.view(path)
    return view ? scripts.at(view, offset).map(each => each.id) : []
  }
  const allReferences: Service['references'] = (path, offset, withDeclaration) => {
    const [first] = idsAt(path, offset)
    if (first === undefined) return []
    const all = programs.all().map(({ program }) => program)
    const ids = idsIn(all, first)
    const found = new Map<string, Location>()
    const add = (one: Location): void => void found.set(`${one.file} ${one.start}`, place(one))
    const scriptViews = scripts.all()
    for (const program of all) {
      for (const one of [...ids].flatMap(occurrencesOf(program).of)) if (!one.standard && (withDeclaration || !one.declares)) add(one)
    }
    for (const view of scriptViews) {
      for (const one of scripts.occurrences(view)) if (ids.has(one.id) && (withDeclaration || !one.declares)) add(one)
      for (const one of scripts.inData(view)) if (ids.has(one.id)) add(one)
    }
    return [...found.values()]
  }

  const service: Service = {
    open: documents.open,
    edit: documents.edit,
    close: documents.close,
    changed: documents.changed,
    text: documents.text,
    version: documents.version,
    openPaths: documents.openPaths,

    diagnostics,
    programDiagnostics: path => {
      const found = new Map<string, Diagnostic[]>()
      if (isScript(path)) return new Map([[path, scripts.soon(path)]])
      const view = programs.view(path)
      for (const file of view?.program.files ?? []) {
        // A file that no entry imports may import others: of those their own programs tell.
        if (!file.standard && (!view?.alone || programs.view(file.path)?.entry === view.entry)) found.set(file.path, [])
      }
      for (const each of foundIn(path)) found.get(each.file)?.push(each)
      return found
    },
    proofs: path => {
      const view = programs.view(path)
      return view ? programs.lower(view.entry).diagnostics : []
    },
    machine: path => {
      const entry = isScript(path) ? scripts.view(path)?.checked?.entry : programs.view(path)?.entry
      return entry === undefined ? null : programs.lower(entry).machine
    },
    programParts: path => {
      const checked = isScript(path) ? scripts.view(path)?.checked : programs.view(path)
      if (!checked || !programs.lower(checked.entry).current) return null
      const { entry, program } = checked
      const files = program.files.filter(file => !file.standard).map(file => file.path)
      return { entry, files, scripts: scripts.all().flatMap(view => (view.checked?.entry === entry ? [view.path] : [])) }
    },

    completion: (path, offset) => {
      if (isScript(path)) {
        const view = scripts.view(path)
        const earlier = view?.checked && (programs.lastGood(view.checked.entry) ?? view.checked.program)
        return view ? completeScript({ ...view, offset, program: earlier ?? null, files: host.files }) : []
      }
      const view = programs.view(path)
      if (!view) return []
      const zones = (): readonly string[] => [
        ...new Set([...view.program.hours.flatMap(({ node }) => node.zone?.text || []), ...(timeZones?.() ?? ['Asia/Shanghai', 'UTC'])]),
      ]
      const libraries = () => programs.libraries(view.program)
      const earlier = programs.lastGood(view.entry)
      return complete({ view, earlier, offset, files: host.files, resolve: host.resolve, zones, libraries })
    },
    hover: (path, offset) => {
      if (!isScript(path)) {
        const view = programs.view(path)
        return view && hover(view, offset, speaker ?? null)
      }
      const view = scripts.view(path)
      const one = view && scripts.at(view, offset)[0]
      const declared = one && view.checked ? declarationOf(view.checked.program, one.id) : undefined
      const file = declared?.file
      const found = view?.checked && file && declared ? hover({ ...view.checked, file }, declared.occurrence.start, speaker ?? null) : null
      return found && one ? { ...found, start: one.start, end: one.end } : null
    },
    definition: (path, offset) => {
      if (!isScript(path)) {
        const view = programs.view(path)
        return view ? definition(view, offset, host.resolve) : []
      }
      const view = scripts.view(path)
      if (!view) return []
      const link = scriptLinks(view, host.resolve).find(each => each.start <= offset && offset <= each.end)
      if (link) return documents.text(link.path) === null ? [] : [{ file: link.path, start: 0, end: 0 }]
      const one = scripts.at(view, offset)[0]
      if (!one) return []
      if (one.kind === 'setup')
        return scripts
          .occurrences(view)
          .filter(each => each.id === one.id && each.declares)
          .map(place)
      const declared = view.checked && declarationOf(view.checked.program, one.id)?.occurrence
      return declared ? [place(declared)] : []
    },
    references: allReferences,
    highlights: (path, offset) => {
      const [id] = idsAt(path, offset)
      if (id === undefined) return []
      const view = isScript(path) ? scripts.view(path) : null
      const program = view ? null : programs.view(path)?.program
      const all = view ? scripts.occurrences(view) : program ? occurrencesOf(program).inFile(path) : []
      return all.filter(each => each.id === id).map(({ start, end }) => ({ start, end }))
    },
    prepareRename: (path, offset) => {
      const found = renaming.at(path, offset)
      if ('problem' in found && found.problem) return { problem: found.problem }
      const { start, end, name } = found as Span & { name: string }
      return { start, end, name }
    },
    rename: renaming.rename,
    outline: path => {
      if (isScript(path)) {
        const view = scripts.view(path)
        return view ? scriptOutline(view) : []
      }
      const view = programs.view(path)
      return view ? outline(view.file) : []
    },
    foldings: path => {
      if (isScript(path)) {
        const view = scripts.view(path)
        return view ? scriptFoldings(view) : []
      }
      const view = programs.view(path)
      return view ? foldings(view.file.tree, view.file.text) : []
    },
    selections: (path, offset) => {
      if (isScript(path)) {
        const view = scripts.view(path)
        return view ? scriptSelections(view, offset) : []
      }
      const view = programs.view(path)
      return view ? selections(view.file.tree, offset) : []
    },
    semanticTokens: path => {
      if (isScript(path)) {
        const view = scripts.view(path)
        return view ? scriptTokensOf(view, scripts.occurrences(view)) : []
      }
      const view = programs.view(path)
      return view ? semanticTokens(view) : []
    },
    inlayHints: (path, range) => {
      const view = isScript(path) ? null : programs.view(path)
      return view ? inlayHints(view, range, speaker ?? null) : []
    },
    codeActions: (path, range) => codeActions(diagnostics(path), path, range),
    codeLenses: path => {
      const view = isScript(path) ? null : programs.view(path)
      return view ? codeLenses({ view, lowered: programs.lower(view.entry), scriptsOf: scriptsOf ?? null, resolve: host.resolve }) : []
    },
    links: path => {
      if (isScript(path)) {
        const view = scripts.view(path)
        return view ? scriptLinks(view, host.resolve) : []
      }
      const view = programs.view(path)
      return view ? documentLinks(view, host.resolve) : []
    },
    workspaceSymbols: query => {
      const found: WorkspaceSymbol[] = []
      const seen = new Set<string>()
      for (const { program } of programs.all()) {
        for (const file of program.files) {
          if (file.standard || seen.has(file.path)) continue
          seen.add(file.path)
          found.push(...symbolsOf(file.path, outline(file), query))
        }
      }
      for (const view of scripts.all()) found.push(...symbolsOf(view.path, scriptOutline(view), query))
      return found
    },
  }
  return clamped(service)
}

/** Offsets that lie outside a text are those of its ends: editors send them after texts that they have not yet told. */
function clamped(service: Service): Service {
  const within = (path: string, offset: number): number => {
    const most = service.text(path)?.length ?? 0
    return Number.isFinite(offset) ? Math.max(0, Math.min(most, Math.trunc(offset))) : most
  }
  const range = (path: string, { start, end }: Span): Span => ({ start: within(path, start), end: within(path, end) })
  return {
    ...service,
    completion: (path, offset) => service.completion(path, within(path, offset)),
    hover: (path, offset) => service.hover(path, within(path, offset)),
    definition: (path, offset) => service.definition(path, within(path, offset)),
    references: (path, offset, withDeclaration) => service.references(path, within(path, offset), withDeclaration),
    highlights: (path, offset) => service.highlights(path, within(path, offset)),
    prepareRename: (path, offset) => service.prepareRename(path, within(path, offset)),
    rename: (path, offset, name) => service.rename(path, within(path, offset), name),
    selections: (path, offset) => service.selections(path, within(path, offset)),
    inlayHints: (path, span) => service.inlayHints(path, range(path, span)),
    codeActions: (path, span) => service.codeActions(path, range(path, span)),
  }
}
