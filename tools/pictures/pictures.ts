// The pictures of the documents, each as a command would draw it.
import { join } from 'node:path'
import { compileEntry } from '../../cli/compilation.ts'
import { disk } from '../../cli/io.ts'
import { chooseNodes, pictureOf, programGraph, renderSvg } from '../../lang/compiler/emit/graph/index.ts'

export const root = join(import.meta.dirname, '../..')

interface Wanted {
  readonly program: string
  readonly file?: string
}

export const PICTURES: Readonly<Record<string, Wanted>> = {
  'docs/images/harbour.svg': { program: 'examples/harbour-95500/main.ivr' },
  'docs/images/credit-cards.svg': { program: 'examples/harbour-95500/main.ivr', file: 'cards/menu.ivr' },
  'docs/images/securities.svg': { program: 'examples/securities-order/main.ivr' },
}

export async function drawPicture({ program, file }: Wanted): Promise<string> {
  const { machine } = await compileEntry({ fs: disk, cwd: root }, join(root, program))
  if (machine === null) throw new Error(`${program} has errors`)
  const graph = programGraph(machine)
  const shown = chooseNodes(graph, {
    ...(file === undefined ? {} : { files: [graph.files.indexOf(file)] }),
  })
  return renderSvg(pictureOf(graph, { ui: 'en', spoken: 'en-US', shown }))
}
