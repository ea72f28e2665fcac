// What the page asks of the desk: what is worked out beside the call.
import type { Laid, LegendItem } from '../../lang/compiler/emit/graph/index.ts'
import type { GraphEdge, GraphNode } from '../../lang/compiler/emit/graph/types.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { CoverageKind } from '../../runtime/dtmf/coverage/index.ts'
import type { CoverageMarks } from '../editor/coverage-marks.ts'
import type { SourceRange } from '../page/lit.ts'
import type { ExportedFile, ExportQuestion } from '../share/contract.ts'

/** For people, in English and Chinese. */
export interface Sentence {
  readonly en: string
  readonly zh: string
}

export interface DeskContract {
  readonly asks: {
    /** Of the newest program that compiles; null where there was none yet. */
    readonly graph: { readonly takes: GraphQuestion; readonly gives: DeskGraph | null }
    readonly card: { readonly takes: { readonly place: string; readonly language: MessageLanguage }; readonly gives: PlaceCard | null }
    /** By place: the least that is dialled to come there; null where no way is known. */
    readonly placeKeys: { readonly takes: null; readonly gives: Readonly<Record<string, Sentence | null>> }
    readonly scripts: { readonly takes: null; readonly gives: readonly ScriptFileState[] }
    /** Its results are told as they come. */
    readonly run: { readonly takes: RunQuestion; readonly gives: RunEnd }
    /** Plays it once more and tells all; null where there is no such run now, or it passes. */
    readonly report: { readonly takes: { readonly id: string; readonly language: MessageLanguage }; readonly gives: FailureReport | null }
    /** Of all that was run of what stands now; null where nothing was. */
    readonly coverage: { readonly takes: null; readonly gives: DeskCoverage | null }
    /** A file to take away; null where there is no program to make it of. */
    readonly export: { readonly takes: ExportQuestion; readonly gives: ExportedFile | null }
  }
  readonly tells: {
    /** `turn` is the question's. */
    readonly ran: { readonly turn: number; readonly results: readonly RunResult[]; readonly all: number }
  }
}

// ------------------------------------------------------------------------------------------------ graph

export interface GraphQuestion {
  readonly language: MessageLanguage
  /** Only so many ways from a place, along the arrows and against them. */
  readonly around: { readonly place: string; readonly ways: number } | null
}

export interface DeskGraph {
  readonly entry: string
  /** When the program first stood so: what was covered of the same is covered here. */
  readonly revision: number
  /** The text does not compile now: this is of the last that did. */
  readonly old: boolean
  readonly title: string
  readonly laid: Laid
  /** `laid.lines` by the numbers in rows. */
  readonly lineOf: readonly number[]
  readonly legend: readonly LegendItem[]
  /** By the numbers of files in spans. */
  readonly files: readonly string[]
  readonly nodes: readonly GraphNode[]
  /** Without those that the line's own `otherwise` makes of every place. */
  readonly edges: readonly (Pick<GraphEdge, 'from' | 'to' | 'way' | 'at' | 'point'> & { readonly label: string })[]
}

/** What callers hear at a place and may do there. */
export interface PlaceCard {
  readonly place: string
  readonly kind: 'menu' | 'flow' | 'part'
  readonly texts: readonly { readonly language: string; readonly text: string; readonly source: SourceRange }[]
  readonly more: number
  readonly ways: readonly { readonly label: string; readonly to: string; readonly source: SourceRange }[]
  /** The least that is dialled to come here. */
  readonly keys: Sentence | null
}

// ------------------------------------------------------------------------------------------------ scripts

export interface ScriptFileState {
  readonly path: string
  /** Why none of it can be run. */
  readonly trouble: Sentence | null
  readonly findings: readonly { readonly message: Sentence; readonly error: boolean; readonly line: number; readonly source: SourceRange }[]
  readonly scripts: readonly ScriptState[]
}

export interface ScriptState {
  /** With its row's names as they are written. */
  readonly name: string
  /** From 1. */
  readonly line: number
  readonly source: SourceRange
  readonly tags: readonly string[]
  /** Passed over, and why. */
  readonly skip: string | null
  readonly only: boolean
  readonly runs: readonly RunState[]
}

export interface RunState {
  readonly id: string
  readonly name: string
  readonly language: string
  /** From 1; 0 without a table. */
  readonly row: number
  /** Of what stands now, or of an earlier text; null where it was never run here. */
  readonly known: 'now' | 'earlier' | null
}

export interface RunQuestion {
  readonly turn: number
  /** Ids of runs; null = all, as `callwright test` chooses them. */
  readonly ids: readonly string[] | null
}

export interface RunEnd {
  readonly ran: number
  readonly failed: number
  readonly skipped: number
  /** Files that could not be run, and rows or languages that there are not. */
  readonly unable: number
  /** ms that the scripts themselves took. */
  readonly elapsed: number
}

export interface RunResult {
  readonly id: string
  readonly path: string
  readonly passed: boolean
  /** ms that it took, and ms of its call. */
  readonly elapsed: number
  readonly duration: number
  readonly failure: RunFailure | null
}

export interface RunFailure {
  /** From 1, in the script. */
  readonly line: number
  readonly at: SourceRange
  /** ms of the call. */
  readonly moment: number
  /** Of the line of the script itself that was under way: where a telephone is opened. */
  readonly underWay: SourceRange
  readonly problem: Sentence
  readonly expected: Sentence | null
  readonly came: readonly Sentence[]
  readonly hint: Sentence | null
  /** A line that mends the script. */
  readonly paste: string | null
  /** Where the program said what came. */
  readonly source: SourceRange | null
}

export interface FailureReport {
  readonly failure: RunFailure
  /** The line as it stands, without what it types into a secret entry. */
  readonly written: string
  readonly rows: readonly ReportRow[]
  /** As `callwright test` prints it. */
  readonly text: string
}

export interface ReportRow {
  readonly at: number
  readonly who: 'line' | 'caller' | 'bank' | 'agent' | 'call' | 'place'
  readonly text: Sentence
  readonly cut: boolean
  readonly source: SourceRange | null
}

// ------------------------------------------------------------------------------------------------ coverage

export interface DeskCoverage {
  /** Of the program that is the project's; the revision is that of its graph. Null where no script is of it. */
  readonly entry: string | null
  readonly revision: number
  readonly percent: number
  readonly kinds: readonly { readonly kind: CoverageKind; readonly covered: number; readonly all: number }[]
  readonly missing: readonly MissingItem[]
  /** By point of the entry's machine: 1 where a script goes. */
  readonly points: Uint8Array
  /** Lines of the source that have something to go through; one that is gone through in part has two marks. */
  readonly marks: CoverageMarks
  readonly scripts: readonly { readonly path: string; readonly line: number; readonly name: string }[]
  /** Place → indices into `scripts`. */
  readonly places: Readonly<Record<string, readonly number[]>>
}

export interface MissingItem {
  readonly kind: CoverageKind
  readonly what: Sentence
  readonly place: string | null
  readonly source: SourceRange
  /** From 1. */
  readonly line: number
  /** What to dial to come there; null where no way is found. */
  readonly keys: Sentence | null
}
