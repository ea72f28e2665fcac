// `callwright playground`: the page on this machine, with a folder for its project where one is named.
import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { EXIT, Finished, Refusal, refusalOf } from '../exit.ts'
import type { Io } from '../io.ts'
import type { MessageLanguage } from '../../lang/diagnostics/diagnostic.ts'
import { absolutePath } from '../paths.ts'
import { createFolder, type Folder } from './folder.ts'
import { pageFiles } from './page-files.ts'
import { startPlaygroundServer, type PlaygroundServer } from './server.ts'

export interface PlaygroundSettings {
  readonly folder: string | undefined
  readonly port: number | undefined
  readonly open: boolean
  readonly language: MessageLanguage
}

const PORT = 4173
/** Ports that are tried where none was named. */
const TRIED = 20

/** Runs until it is told to stop. */
export async function runPlayground(io: Io, { folder: named, port, open, language }: PlaygroundSettings): Promise<void> {
  const folder = named === undefined ? null : folderOf(io, named)
  const page = await pageFiles(io, language)
  const server = await onFreePort(port, one => startPlaygroundServer({ page, folder, port: one }))
  io.stdout.write(`${server.address}\n`)
  io.stderr.write(told(named, language))
  if (open) openInBrowser(io, server.address, language)
  await new Promise<void>(resolve => {
    if (io.stop.aborted) return resolve()
    io.stop.addEventListener('abort', () => resolve())
  })
  await server.close()
  // To be told to stop is how it ends.
  throw new Finished(EXIT.fine)
}

function told(folder: string | undefined, language: MessageLanguage): string {
  if (folder === undefined)
    return language === 'zh' ? '用浏览器打开上面的地址。按 Ctrl-C 结束。\n' : 'Open this address in a browser. Ctrl-C ends it.\n'
  return language === 'zh'
    ? `用浏览器打开上面的地址：在页面上写的内容保存在 ${folder}。地址中含有口令，请勿转发。按 Ctrl-C 结束。\n`
    : `Open this address in a browser: what you write there is written into ${folder}. Whoever has the address may do so, too. Ctrl-C ends it.\n`
}

function folderOf(io: Io, named: string): Folder {
  const path = absolutePath(io.cwd, named)
  const status = statSync(path, { throwIfNoEntry: false })
  if (status === undefined) throw refusalOf(named, { en: 'There is no such folder.', zh: '没有这个文件夹。' })
  if (!status.isDirectory()) throw refusalOf(named, { en: 'It is a file, and a folder is wanted.', zh: '这是文件，需要的是文件夹。' })
  try {
    accessSync(path, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    throw refusalOf(named, { en: 'You may not read and write in this folder.', zh: '您没有读写这个文件夹的权限。' })
  }
  return createFolder(path)
}

/** Where a port is named, that one or a refusal. */
export async function onFreePort(port: number | undefined, start: (port: number) => Promise<PlaygroundServer>): Promise<PlaygroundServer> {
  for (let one = port ?? PORT; ; one++) {
    try {
      return await start(one)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EADDRINUSE' && port === undefined && one < PORT + TRIED) continue
      if (code === 'EADDRINUSE')
        throw new Refusal({ en: `Port ${one} is taken; name another with --port.`, zh: `端口 ${one} 已被占用；请用 --port 另外指定。` })
      if (code === 'EACCES')
        throw new Refusal({
          en: `You may not open port ${one}; name one from 1024 on with --port.`,
          zh: `您无权打开端口 ${one}；请用 --port 指定 1024 以上的端口。`,
        })
      throw error
    }
  }
}

const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
}

function openInBrowser(io: Io, address: string, language: MessageLanguage): void {
  const [command, ...args] = OPENERS[process.platform] ?? ['xdg-open']
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true })
  child.on('error', () =>
    io.stderr.write(
      language === 'zh' ? '无法打开浏览器，请自行打开该地址。\n' : 'No browser could be opened; open the address yourself.\n',
    ),
  )
  child.unref()
}
