// What is told of files beside the one that is typed in.
import { expect, it } from 'vitest'
import { createMemoryHost, resolvePath } from '../compiler/host.ts'
import { createService, type Service } from '../service/index.ts'
import { createUris } from './paths.ts'
import { createPositions } from './positions.ts'
import { createPublisher, type Publisher } from './publisher.ts'
import { abilitiesOf, defaults } from './settings.ts'

const main = `line l "L" {
  numbers { "1" -> start }
  languages en-US
  time zone Asia/Shanghai
  otherwise -> goodbye
}
menu start { press 1 for "one" -> goodbye }
flow goodbye { say "Bye." -> hangup }
`

interface Told {
  readonly service: Service
  readonly publisher: Publisher
  readonly files: Map<string, string>
  readonly open: (path: string, text: string) => Promise<void>
  readonly close: (path: string) => Promise<void>
  /** File → codes, of those that an editor shows any of. */
  readonly shown: () => Readonly<Record<string, readonly unknown[]>>
}

function begin(all: Readonly<Record<string, string>>): Told {
  const files = new Map(Object.entries(all))
  const service = createService({
    host: {
      read: path => createMemoryHost(Object.fromEntries(files)).read(path),
      resolve: resolvePath,
      entries: () => ['main.ivr'],
      files: () => [...files.keys()],
    },
  })
  const told = new Map<string, readonly unknown[]>()
  const telling = {
    uris: createUris(),
    positions: createPositions(path => service.text(path)),
    settings: defaults,
    abilities: abilitiesOf({}),
  }
  const publisher = createPublisher({
    service,
    telling: () => telling,
    publish: (path, _, found) =>
      void told.set(
        path,
        found.map(({ code }) => code),
      ),
    proved: () => {},
    fault: error => {
      throw error
    },
  })
  let version = 0
  return {
    service,
    publisher,
    files,
    open: async (path, text) => {
      service.open(path, text, ++version)
      publisher.edited(path)
      await publisher.quiet()
    },
    close: async path => {
      service.close(path)
      publisher.closed(path)
      await publisher.quiet()
    },
    shown: () => Object.fromEntries([...told].filter(([, codes]) => codes.length > 0)),
  }
}

it('says nothing of a program for a file that imports from it, and that it does not have yet', async () => {
  const { open, shown } = begin({ 'main.ivr': main })
  await open('main.ivr', main)
  await open('new.ivr', 'import { goodbye } from "./main.ivr"\nflow fresh { say "T." -> goodbye }\n')
  expect(Object.keys(shown())).toEqual(['new.ivr'])
})

const using = `import { tell } from "./lib.ivr"\n${main.replace('"one" -> goodbye', '"one" -> tell')}`
const wrong = 'import { goodbye } from "./main.ivr"\nflow tell { say "T." -> goodby }\n'

it('takes back what it said of files when nothing of their program is open any more', async () => {
  const { open, close, shown, files, service, publisher } = begin({ 'main.ivr': using, 'lib.ivr': wrong })
  await open('main.ivr', using)
  expect(Object.keys(shown())).toEqual(['lib.ivr'])
  await close('main.ivr')
  expect(shown()).toEqual({})
  files.set('lib.ivr', wrong.replace('goodby ', 'goodbye '))
  service.changed()
  publisher.changed()
  await publisher.quiet()
  expect(shown()).toEqual({})
})

it('takes back what it said of a file that its program does not import any more', async () => {
  const { open, shown } = begin({ 'main.ivr': using, 'lib.ivr': wrong })
  await open('main.ivr', using)
  await open('main.ivr', main)
  expect(shown()).toEqual({})
})
