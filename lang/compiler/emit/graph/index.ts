// The face of the graph: what it is, and how it is drawn.
export { chooseNodes } from './choice.ts'
export { renderDot } from './dot.ts'
export { graphJson } from './json.ts'
export { renderMermaid } from './mermaid.ts'
export { pictureOf } from './picture.ts'
export { programGraph } from './program-graph.ts'
export { renderSvg } from './svg.ts'
