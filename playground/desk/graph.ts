// The picture of the project's program, laid out; and what one place of it says.
import { chooseNodes, layOut, legendItems, pictureOf, programGraph } from '../../lang/compiler/emit/graph/index.ts'
import { edgeLabel } from '../../lang/compiler/emit/graph/labels.ts'
import { wordsIn, wordsOfPrompt } from '../../lang/compiler/emit/graph/words.ts'
import type { ProgramGraph } from '../../lang/compiler/emit/graph/types.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import type { SourceSpan } from '../../machine/format.ts'
import { createGuide } from '../../runtime/dtmf/coverage/index.ts'
import type { CompiledProgram, ProgramsInWorker } from '../programs/in-worker.ts'
import type { DeskGraph, GraphQuestion, PlaceCard, Sentence } from './contract.ts'
import { rangeOf } from './ranges.ts'

export interface Graphs {
  readonly draw: (question: GraphQuestion) => DeskGraph | null
  readonly card: (place: string, language: MessageLanguage) => PlaceCard | null
  readonly placeKeys: () => Readonly<Record<string, Sentence | null>>
}

/** The line's language that headings in `ui` go with; the line's first where it has none of it. */
const spokenFor = (languages: readonly string[], ui: MessageLanguage): string =>
  languages.find(tag => tag.toLowerCase().split('-')[0] === ui) ?? languages[0]!

/** Texts on a card. */
const MOST_TEXTS = 12

export function createGraphs(programs: ProgramsInWorker): Graphs {
  const graphs = new WeakMap<CompiledProgram, ProgramGraph>()
  const guides = new WeakMap<CompiledProgram, ReturnType<typeof createGuide>>()
  const drawn = new WeakMap<CompiledProgram, Map<string, Omit<DeskGraph, 'old'>>>()
  const graphOf = (program: CompiledProgram): ProgramGraph => {
    const graph = graphs.get(program) ?? programGraph(program.machine)
    graphs.set(program, graph)
    return graph
  }

  const guideOf = (program: CompiledProgram): ReturnType<typeof createGuide> => {
    const guide = guides.get(program) ?? createGuide(program.machine)
    guides.set(program, guide)
    return guide
  }

  return {
    draw: question => {
      const program = programs.lastGood()
      if (program === null) return null
      const old = programs.newest() === null
      const all = drawn.get(program) ?? new Map<string, Omit<DeskGraph, 'old'>>()
      drawn.set(program, all)
      const name = JSON.stringify(question)
      const made = all.get(name) ?? draw(program, graphOf(program), question)
      all.set(name, made)
      return { ...made, old }
    },
    card: (place, language) => {
      const program = programs.lastGood()
      if (program === null) return null
      return cardOf(program, graphOf(program), guideOf(program), place, language)
    },
    placeKeys: () => {
      const program = programs.lastGood()
      if (program === null) return {}
      const guide = guideOf(program)
      return Object.fromEntries(program.machine.places.map(({ name, entry }) => [name, guide.keysTo({ kind: 'point', point: entry })]))
    },
  }
}

function draw(program: CompiledProgram, graph: ProgramGraph, { language, around }: GraphQuestion): Omit<DeskGraph, 'old'> {
  const labels = { ui: language, spoken: spokenFor(graph.languages, language) }
  const there = around !== null && graph.nodes.some(node => node.id === around.place)
  const shown = there ? chooseNodes(graph, { from: [around.place], depth: around.ways, before: around.ways }) : null
  const picture = pictureOf(graph, { ...labels, ...(shown === null ? {} : { shown, focus: around!.place }) })
  const laid = layOut(picture)
  const indexOf = new Map(laid.lines.map(({ line }, index) => [line, index]))
  return {
    entry: program.entry,
    revision: program.revision,
    title: picture.title,
    laid,
    lineOf: picture.lines.map(line => indexOf.get(line) ?? -1),
    legend: legendItems(picture),
    files: program.sources.map(source => source.path),
    nodes: graph.nodes,
    edges: graph.edges
      .filter(edge => !edge.inherited)
      .map(edge => ({ from: edge.from, to: edge.to, way: edge.way, at: edge.at, point: edge.point, label: edgeLabel(edge, labels) })),
  }
}

function cardOf(
  program: CompiledProgram,
  graph: ProgramGraph,
  guide: ReturnType<typeof createGuide>,
  name: string,
  language: MessageLanguage,
): PlaceCard | null {
  const { machine } = program
  const index = machine.places.findIndex(one => one.name === name)
  const place = machine.places[index]
  if (place === undefined) return null
  const labels = { ui: language, spoken: spokenFor(graph.languages, language) }
  const texts = textsOf(program, index, labels.spoken)
  return {
    place: name,
    kind: place.part ? 'part' : place.kind,
    texts: texts.slice(0, MOST_TEXTS),
    more: Math.max(0, texts.length - MOST_TEXTS),
    ways: graph.edges
      .filter(edge => edge.from === name && !edge.inherited)
      .map(edge => ({ label: edgeLabel(edge, labels), to: edge.to, source: rangeOf(program, edge.at) })),
    keys: guide.keysTo({ kind: 'point', point: place.entry }),
  }
}

const isWithin = ([file, start, end]: SourceSpan, [whole, from, to]: SourceSpan): boolean => file === whole && start >= from && end <= to

/** What is said there, in the order of the source; standard sentences are not the place's own, nor is what the line says of all places. */
function textsOf(program: CompiledProgram, place: number, language: string): PlaceCard['texts'] {
  const { machine } = program
  const own = machine.places[place]!.at
  const told = machine.points
    .flatMap(point => (point.op === 'say' && isWithin(point.at, own) ? [{ prompt: point.tell.prompt, at: point.at }] : []))
    .sort((one, other) => one.at[0] - other.at[0] || one.at[1] - other.at[1])
  const seen = new Set<string>()
  return told.flatMap(({ prompt, at }) => {
    const said = machine.prompts[prompt]
    if (said?.at === undefined || program.sources[said.at[0]]?.standard) return []
    const text = wordsIn(wordsOfPrompt(machine, said), language)
    if (text === '' || seen.has(text)) return []
    seen.add(text)
    return [{ language, text, source: rangeOf(program, at) }]
  })
}
