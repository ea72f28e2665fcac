import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { readLink, writeLink } from '../share/link.ts'
import { createHolds } from './holds.ts'
import { crossing, headOf, MOST_KEPT, tooMany, type Kept, type KeptProject } from './kept.ts'
import { MOST_BYTES } from './paths.ts'
import { createProject, type Files } from './project.ts'
import type { Shelf } from './shelf-contract.ts'
import { createShelf } from './shelf.ts'
import { createLocks } from './testing/locks.ts'

const EXAMPLES: Readonly<Record<string, () => Promise<Files>>> = {
  first: async () => ({ 'main.ivr': 'line first "The first" {}', 'other.ivr': 'flow x {}' }),
  second: async () => ({ 'main.ivr': 'line second {}' }),
}

/** A browser: what it keeps outlives its tabs. */
function createBrowser({ withLocks = true } = {}) {
  const locks = createLocks()
  const tabs = new Set<(event: MessageEvent) => void>()
  const all = new Map<string, KeptProject>()
  let clock = 0
  let id = 0
  const kept: Kept = {
    heads: async () => [...all.values()].map(headOf).sort((one, other) => other.changed - one.changed),
    get: async key => all.get(key) ?? null,
    put: async (project, after) => {
      const found = after === undefined ? 'write' : crossing(all.get(project.id)?.edition ?? null, project, after)
      if (found === 'write') all.set(project.id, project)
      return found === 'other' ? 'other' : 'kept'
    },
    remove: async key => void all.delete(key),
  }
  const openTab = (fragment: string, session = new Map<string, string>()) => {
    const address = { fragment, replaced: 0 }
    const project = createProject(text => text.includes('line '))
    const page = locks.openPage()
    const heard: ((event: MessageEvent) => void)[] = []
    const holds = createHolds({
      locks: withLocks ? page.locks : undefined,
      channel: {
        postMessage: data => tabs.forEach(listener => heard.includes(listener) || listener(new MessageEvent('message', { data }))),
        addEventListener: (_: string, listener: unknown) => {
          heard.push(listener as (event: MessageEvent) => void)
          tabs.add(listener as (event: MessageEvent) => void)
        },
      },
    })
    const close = (): void => {
      page.close()
      heard.forEach(listener => tabs.delete(listener))
    }
    const shelf = createShelf({
      ...{ project, kept, holds, examples: EXAMPLES, first: 'first' },
      location: {
        fragment: () => address.fragment,
        replace: next => {
          address.fragment = next
          address.replaced++
        },
      },
      tab: { getItem: key => session.get(key) ?? null, setItem: (key, value) => void session.set(key, value) },
      now: () => ++clock,
      newId: () => `id${++id}`,
      idle: 500,
    })
    return { project, shelf, address, session, close, reload: () => (close(), openTab(address.fragment, session)) }
  }
  return { openTab, all, kept }
}

const realTimeout = setTimeout
/** Until everything that was begun has come to its end. */
const settle = async (ms = 600): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms)
  await new Promise(resolve => realTimeout(resolve, 60))
}
const kinds = (shelf: Shelf): readonly string[] => shelf.news.value.map(({ kind }) => kind)

/** A tab in which an example was changed, so that it is kept. */
async function openChanged(openTab: ReturnType<typeof createBrowser>['openTab']) {
  const tab = openTab('')
  await tab.shelf.start()
  tab.project.write('other.ivr', 'flow one {}')
  await settle()
  return tab
}

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

it('a stranger sees the first example, under a plain address, and nothing is kept', async () => {
  const { openTab, all } = createBrowser()
  const { project, shelf, address } = openTab('')
  await shelf.start()
  await settle()
  expect(project.origin.value).toEqual({ kind: 'example', name: 'first' })
  expect([address.fragment, address.replaced, all.size, shelf.own.value]).toEqual(['', 0, 0, null])
})

it('the link follows what is typed, and a reload has all of it', async () => {
  const { openTab, all } = createBrowser()
  const tab = openTab('')
  await tab.shelf.start()
  tab.project.write('other.ivr', 'flow y {}')
  await settle(400)
  expect(tab.address.fragment).toBe('')
  await settle(200)
  expect(tab.address.fragment).toMatch(/^p1=/)
  expect(all.get(tab.shelf.own.value!)).toMatchObject({ title: 'The first', link: tab.address.fragment })
  const again = tab.reload()
  await again.shelf.start()
  expect(again.project.files.value['other.ivr']).toBe('flow y {}')
  expect(again.shelf.own.value).toBe(tab.shelf.own.value)
  expect(again.shelf.news.value).toEqual([])
})

it('what was typed this moment is there after a reload, too', async () => {
  const { openTab } = createBrowser()
  const tab = openTab('')
  await tab.shelf.start()
  tab.project.write('other.ivr', 'flow y {}')
  await settle()
  tab.project.write('other.ivr', 'flow z {}')
  tab.shelf.flush()
  const again = tab.reload()
  await again.shelf.start()
  expect(again.project.files.value['other.ivr']).toBe('flow z {}')
})

it('what is typed and left for another project within the moment stays, too', async () => {
  const { openTab, kept } = createBrowser()
  const { shelf, project } = openTab('')
  await shelf.start()
  project.write('other.ivr', 'flow y {}')
  await shelf.openExample('second')
  await settle()
  expect(project.files.value).toEqual(await EXAMPLES['second']!())
  const [head] = await kept.heads()
  expect((await kept.get(head!.id))!.files['other.ivr']).toBe('flow y {}')
  await shelf.openKept(head!.id)
  expect(project.files.value['other.ivr']).toBe('flow y {}')
})

it('what was written past the bounds of what may be brought in is there after a reload, too', async () => {
  const { openTab, all } = createBrowser()
  const tab = openTab('')
  await tab.shelf.start()
  tab.project.write('large.txt', 'x'.repeat(MOST_BYTES + 1))
  tab.project.write('Main.ivr', '')
  await settle()
  const again = tab.reload()
  await again.shelf.start()
  expect(Object.keys(again.project.files.value).sort()).toEqual(['Main.ivr', 'large.txt', 'main.ivr', 'other.ivr'])
  expect(kinds(again.shelf)).toEqual([])
  // And where its deletion is undone.
  const { files } = again.project
  const before = files.value
  void again.shelf.forget(again.shelf.own.value!)
  await again.shelf.openExample('second')
  again.shelf.openOwn(before, 'brought back')
  await settle()
  const names = Object.keys(before).sort()
  expect([files.value, ...[...all.values()].map(one => one.files)].map(one => Object.keys(one).sort())).toEqual([names, names])
})

it('what is deleted within the moment of a change stays deleted', async () => {
  const { openTab, all } = createBrowser()
  const { shelf, project } = await openChanged(openTab)
  project.write('other.ivr', 'flow two {}')
  void shelf.forget(shelf.own.value!)
  await shelf.openExample('second')
  await settle()
  expect([all.size, shelf.kept.value, shelf.own.value]).toEqual([0, [], null])
  // Also while its link is worked out.
  project.write('main.ivr', 'line mine "Mine" {}')
  await vi.advanceTimersByTimeAsync(500)
  void shelf.forget(shelf.own.value!)
  await settle()
  expect([all.size, shelf.kept.value, shelf.own.value]).toEqual([0, [], null])
})

it('what is deleted after the page was hidden stays deleted, though it is loaded again before another is open', async () => {
  const { openTab, all } = createBrowser()
  const tab = await openChanged(openTab)
  tab.project.write('other.ivr', 'flow two {}')
  tab.shelf.flush()
  await settle()
  await tab.shelf.forget(tab.shelf.own.value!)
  const again = tab.reload()
  await again.shelf.start()
  await settle()
  expect([all.size, again.shelf.own.value]).toEqual([0, null])
})

it('a new visit begins with what was worked on last', async () => {
  const { openTab } = createBrowser()
  const tab = openTab('')
  await tab.shelf.start()
  tab.project.write('main.ivr', 'line mine "Mine" {}')
  await settle()
  const next = openTab('')
  await next.shelf.start()
  expect(next.project.files.value['main.ivr']).toBe('line mine "Mine" {}')
})

it('a link of somebody else is nobody’s here, until it is changed or a copy is kept', async () => {
  const { openTab, all } = createBrowser()
  const link = (await writeLink({ files: { 'a.ivr': 'line a {}' }, entry: 'a.ivr', current: 'a.ivr' }, null))!
  const tab = openTab(link)
  await tab.shelf.start()
  await settle()
  expect(tab.project.origin.value).toEqual({ kind: 'link' })
  expect([kinds(tab.shelf), all.size, tab.address.fragment]).toEqual([['link'], 0, link])
  const again = tab.reload()
  await again.shelf.start()
  expect(kinds(again.shelf)).toEqual(['link'])
  again.shelf.keepCopy()
  await settle()
  expect([kinds(again.shelf), all.size]).toEqual([[], 1])
  again.close()
  const other = openTab(again.address.fragment)
  await other.shelf.start()
  expect([kinds(other.shelf), other.shelf.own.value]).toEqual([[], again.shelf.own.value])
})

it('a wrong link says so and opens the first example', async () => {
  const { openTab } = createBrowser()
  for (const [fragment, problem] of [
    ['p1=AAAA', 'cut'],
    ['p9=AAAA', 'newer'],
    ['example=none', 'example'],
  ] as const) {
    const { shelf, project, address } = openTab(fragment)
    await shelf.start()
    expect(shelf.news.value).toEqual([{ kind: 'wrong-link', problem }])
    expect(project.origin.value).toEqual({ kind: 'example', name: 'first' })
    expect(address.fragment).toBe('')
  }
})

it('an example by its address, and another address in the same tab', async () => {
  const { openTab } = createBrowser()
  const tab = openTab('example=second')
  await tab.shelf.start()
  expect(tab.project.origin.value).toEqual({ kind: 'example', name: 'second' })
  tab.address.fragment = (await writeLink({ files: { 'b.ivr': 'line b {}' }, entry: null, current: 'b.ivr' }, null))!
  await tab.shelf.follow()
  expect(Object.keys(tab.project.files.value)).toEqual(['b.ivr'])
})

it('files of a person’s own are kept at once', async () => {
  const { openTab, all } = createBrowser()
  const { shelf, address } = openTab('')
  await shelf.start()
  shelf.openOwn({ 'm.ivr': 'line mine {}' }, 'mine')
  await settle()
  expect([...all.values()].map(({ title, files }) => [title, Object.keys(files)])).toEqual([['mine', ['m.ivr']]])
  const opened = await readLink(address.fragment, async () => null)
  expect(opened.kind).toBe('project')
  await shelf.forget(shelf.own.value!)
  expect([shelf.kept.value, shelf.own.value]).toEqual([[], null])
})

it('a browser that keeps nothing is told of, once', async () => {
  const { openTab, kept } = createBrowser()
  Object.assign(kept, { put: async () => 'failed' })
  const { shelf, project } = openTab('')
  await shelf.start()
  project.write('other.ivr', '1')
  await settle()
  project.write('other.ivr', '2')
  await settle()
  expect(kinds(shelf)).toEqual(['not-kept'])
})

it('the oldest are too many', () => {
  const heads = [...Array(MOST_KEPT + 2).keys()].map(changed => ({
    ...{ id: `${changed}`, title: '', origin: { kind: 'link' } as const, link: null, bytes: 0 },
    changed,
  }))
  expect(tooMany(heads).map(({ id }) => id)).toEqual(['1', '0'])
})

it('a second tab does not write over the first: what is changed there is a copy', async () => {
  const { openTab, all, kept } = createBrowser()
  const one = await openChanged(openTab)
  const id = one.shelf.own.value!
  const two = openTab(one.address.fragment)
  await two.shelf.start()
  expect([two.project.files.value['other.ivr'], two.shelf.own.value, kinds(two.shelf)]).toEqual(['flow one {}', null, ['elsewhere']])
  two.project.write('other.ivr', 'flow two {}')
  one.project.write('other.ivr', 'flow one_more {}')
  await settle()
  expect([kinds(one.shelf), kinds(two.shelf), all.size]).toEqual([[], ['copied'], 2])
  expect((await kept.get(id))!.files['other.ivr']).toBe('flow one_more {}')
  expect((await kept.get(two.shelf.own.value!))!.files['other.ivr']).toBe('flow two {}')
})

it('a copy that is asked for is one’s own at once', async () => {
  const { openTab, all } = createBrowser()
  const one = await openChanged(openTab)
  const two = openTab('')
  await two.shelf.start()
  two.shelf.keepCopy()
  await settle()
  expect([kinds(two.shelf), all.size]).toEqual([[], 2])
  expect(two.shelf.own.value).not.toBe(one.shelf.own.value)
})

it('a second tab that takes over has what the first wrote this moment, and the first says that it is out of date', async () => {
  const { openTab, all, kept } = createBrowser()
  const one = await openChanged(openTab)
  const id = one.shelf.own.value!
  const two = openTab('')
  await two.shelf.start()
  one.project.write('other.ivr', 'flow one_more {}')
  await two.shelf.takeOver(id)
  expect([two.project.files.value['other.ivr'], two.shelf.own.value, kinds(two.shelf)]).toEqual(['flow one_more {}', id, []])
  expect([one.shelf.own.value, kinds(one.shelf)]).toEqual([null, ['taken']])
  two.project.write('other.ivr', 'flow two {}')
  one.project.write('other.ivr', 'flow mine {}')
  await settle()
  expect([kinds(one.shelf), kinds(two.shelf), all.size]).toEqual([['copied'], [], 2])
  expect((await kept.get(id))!.files['other.ivr']).toBe('flow two {}')
  expect((await kept.get(one.shelf.own.value!))!.files['other.ivr']).toBe('flow mine {}')
})

it('a tab that has gone holds nothing, and neither has the page before a reload', async () => {
  const { openTab } = createBrowser()
  const one = await openChanged(openTab)
  const again = one.reload()
  await again.shelf.start()
  expect([again.shelf.own.value, kinds(again.shelf)]).toEqual([one.shelf.own.value, []])
  again.close()
  const next = openTab('')
  await next.shelf.start()
  expect([next.shelf.own.value, kinds(next.shelf)]).toEqual([one.shelf.own.value, []])
})

it('without locks two tabs see that they cross: who comes later goes on beside', async () => {
  const { openTab, all, kept } = createBrowser({ withLocks: false })
  const one = await openChanged(openTab)
  const id = one.shelf.own.value!
  const two = openTab('')
  await two.shelf.start()
  expect([two.shelf.own.value, kinds(two.shelf)]).toEqual([id, []])
  one.project.write('other.ivr', 'flow one_more {}')
  await settle()
  two.project.write('other.ivr', 'flow two {}')
  await settle()
  two.project.write('other.ivr', 'flow two_more {}')
  await settle()
  expect([kinds(one.shelf), kinds(two.shelf), all.size]).toEqual([[], ['copied'], 2])
  expect((await kept.get(id))!.files['other.ivr']).toBe('flow one_more {}')
  expect((await kept.get(two.shelf.own.value!))!.files['other.ivr']).toBe('flow two_more {}')
  // Whoever writes first has it: the tab that had it until now is beside it then.
  const three = openTab('')
  await three.shelf.openKept(id)
  three.project.write('other.ivr', 'flow three {}')
  await settle()
  one.project.write('other.ivr', 'flow one_again {}')
  await settle()
  expect([kinds(one.shelf), kinds(three.shelf), all.size]).toEqual([['copied'], [], 3])
  expect((await kept.get(id))!.files['other.ivr']).toBe('flow three {}')
  expect((await kept.get(one.shelf.own.value!))!.files['other.ivr']).toBe('flow one_again {}')
})

it('what a page that went away could not keep any more does not write over what another tab kept meanwhile', async () => {
  const { openTab, all, kept } = createBrowser()
  const one = await openChanged(openTab)
  const id = one.shelf.own.value!
  const put = kept.put
  one.project.write('other.ivr', 'flow last_words {}')
  Object.assign(kept, { put: async () => 'failed' })
  one.shelf.flush()
  one.close()
  Object.assign(kept, { put })
  const two = openTab('')
  await two.shelf.start()
  two.project.write('other.ivr', 'flow two {}')
  await settle()
  const again = one.reload()
  await again.shelf.start()
  expect([again.project.files.value['other.ivr'], kinds(again.shelf), all.size]).toEqual(['flow last_words {}', ['copied'], 2])
  expect((await kept.get(id))!.files['other.ivr']).toBe('flow two {}')
})
