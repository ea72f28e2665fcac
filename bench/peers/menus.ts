// Programs that answer a welcome and one key beside ours, each a process of its own behind a number of the same switch.
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tone, wavFile } from '../../runtime/freeswitch/caller/sound.ts'
import { action, within } from '../../runtime/freeswitch/setup/xml.ts'

export interface Menu {
  readonly number: string
  /** ms of processor time so far, and calls that are over. */
  readonly used: () => Promise<{ readonly cpu: number; readonly calls: number }>
}

export interface Menus {
  readonly bare: Menu
  readonly modesl: Menu
  /** Lines of the dialplan that lead to them. */
  readonly extensions: readonly string[]
  readonly stop: () => void
}

export async function startMenus(): Promise<Menus> {
  const folder = mkdtempSync(join(tmpdir(), 'callwright-menus-'))
  const sounds = [join(folder, 'welcome.wav'), join(folder, 'goodbye.wav')] as const
  writeFileSync(sounds[0], wavFile(tone(440, 6000)))
  writeFileSync(sounds[1], wavFile(tone(880, 400)))
  const children: ChildProcess[] = []
  const extensions: string[] = []
  const start = async (name: string, number: string): Promise<Menu> => {
    const child = fork(join(import.meta.dirname, `${name}-menu.ts`), sounds)
    children.push(child)
    const [{ port }] = (await once(child, 'message')) as [{ port: number }]
    const to = `<condition field="destination_number" expression="^${number}$">`
    extensions.push(
      ...within(
        `<extension name="${name}">`,
        '</extension>',
        within(to, '</condition>', [action('socket', `127.0.0.1:${port} async full`)]),
      ),
    )
    return {
      number,
      used: async () => {
        child.send('used')
        const [{ cpu, calls }] = (await once(child, 'message')) as [{ cpu: NodeJS.CpuUsage; calls: number }]
        return { cpu: (cpu.user + cpu.system) / 1000, calls }
      },
    }
  }
  return {
    bare: await start('bare', '7001'),
    modesl: await start('modesl', '7002'),
    extensions,
    stop: () => {
      for (const child of children) child.kill()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
