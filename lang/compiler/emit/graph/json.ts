// A graph as JSON for other programs: names of files in place of numbers, spans as offsets, labels in words.
import type { SourceSpan } from '../../../../machine/format.ts'
import { edgeLabel, type LabelLanguage } from './labels.ts'
import type { ProgramGraph } from './types.ts'

/** Raised where another program would have to read it in another way. */
const GRAPH_VERSION = 1

export interface GraphJsonOptions extends LabelLanguage {
  readonly shown?: ReadonlySet<string>
  readonly covered?: (point: number) => boolean
}

export function graphJson(graph: ProgramGraph, options: GraphJsonOptions): unknown {
  const { shown, covered } = options
  const isShown = (id: string): boolean => shown === undefined || shown.has(id)
  const at = (span: SourceSpan) => ({ file: graph.files[span[0]]!, start: span[1], end: span[2] })
  const coverage = (point: number) => (covered === undefined || point < 0 ? {} : { covered: covered(point) })
  return {
    format: 'callwright-graph',
    version: GRAPH_VERSION,
    name: graph.name,
    title: graph.title,
    languages: graph.languages,
    levels: graph.levels,
    nodes: graph.nodes
      .filter(node => isShown(node.id))
      .map(({ file, at: span, point, ...node }) => ({
        ...node,
        ...(file < 0 ? {} : { file: graph.files[file]! }),
        ...(span === null ? {} : { at: at(span) }),
        ...coverage(point),
      })),
    edges: graph.edges
      .filter(edge => isShown(edge.from) && isShown(edge.to))
      .map(({ at: span, point, ...edge }) => ({
        ...edge,
        label: edgeLabel({ ...edge, at: span, point }, options),
        at: at(span),
        ...coverage(point),
      })),
  }
}
