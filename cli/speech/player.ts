// A loudspeaker's program: the first that this machine has. Sound goes in by its standard input where it takes it, so that what may be
// private lies in no file; two systems' own players want a file, which gets a folder of its own and is gone afterwards.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface PlayerProgram {
  readonly command: string
  /** `file`: where it lies; undefined where the sound comes by standard input. */
  readonly args: (file: string) => readonly string[]
  readonly from: 'stdin' | 'file'
}

/** What each system is likely to have, in order. The file's name is ours, and no part of a command line that is evaluated. */
export function playersOf(platform: NodeJS.Platform): readonly PlayerProgram[] {
  if (platform === 'darwin') return [{ command: 'afplay', args: file => [file], from: 'file' }]
  if (platform === 'win32') {
    const script = '$f = [Console]::In.ReadLine(); (New-Object System.Media.SoundPlayer $f).PlaySync()'
    return [{ command: 'powershell.exe', args: () => ['-NoProfile', '-NonInteractive', '-Command', script], from: 'file' }]
  }
  return [
    { command: 'aplay', args: () => ['-q', '-t', 'wav', '-'], from: 'stdin' },
    { command: 'play', args: () => ['-q', '-t', 'wav', '-'], from: 'stdin' },
    { command: 'ffplay', args: () => ['-nodisp', '-autoexit', '-loglevel', 'quiet', '-i', '-'], from: 'stdin' },
    { command: 'paplay', args: file => [file], from: 'file' },
    { command: 'pw-play', args: file => [file], from: 'file' },
  ]
}

export type Played = 'played' | 'stopped' | { readonly problem: { readonly en: string; readonly zh: string } }

export interface Player {
  /** Resolves when it was heard, or `signal` stopped it. Never rejects. */
  readonly play: (wav: Uint8Array, ms: number, signal: AbortSignal) => Promise<Played>
}

export interface PlayerOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly programs?: readonly PlayerProgram[]
}

/** A player that takes longer than its sound by so much hangs, ms. */
const PATIENCE = 5000

export function createPlayer({ env, programs = playersOf(process.platform) }: PlayerOptions): Player {
  let candidates = programs
  return {
    play: async (wav, ms, signal) => {
      if (signal.aborted) return 'stopped'
      for (let program = candidates[0]; program !== undefined; program = candidates[0]) {
        const played = await playWith(program, wav, ms + PATIENCE, signal, env)
        if (played !== 'not there') return played
        candidates = candidates.slice(1)
      }
      const names = programs.map(program => program.command)
      return {
        problem: {
          en: `There is nothing here to play sound with; install ${names.length > 1 ? 'one of ' : ''}${names.join(', ')}.`,
          zh: `没有可用的播放程序；请安装${names.length > 1 ? '以下之一：' : ''}${names.join('、')}。`,
        },
      }
    },
  }
}

function playWith(
  program: PlayerProgram,
  wav: Uint8Array,
  longest: number,
  signal: AbortSignal,
  env: PlayerOptions['env'],
): Promise<Played | 'not there'> {
  const { command } = program
  const folder = program.from === 'file' ? mkdtempSync(join(tmpdir(), 'callwright-play-')) : null
  const file = folder === null ? '' : join(folder, 'speech.wav')
  if (folder !== null) writeFileSync(file, wav, { mode: 0o600 })
  return new Promise<Played | 'not there'>(resolve => {
    const child: ChildProcess = spawn(command, program.args(file), {
      stdio: ['pipe', 'ignore', 'ignore'],
      windowsHide: true,
      env: env as NodeJS.ProcessEnv,
    })
    const finish = (result: Played | 'not there'): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      resolve(result)
    }
    const stop = (): void => {
      child.kill('SIGKILL')
      finish('stopped')
    }
    const failed = (en: string, zh: string): void => finish({ problem: { en: `${command} ${en}`, zh: `${command} ${zh}` } })
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      failed('does not end.', '没有结束。')
    }, longest)
    signal.addEventListener('abort', stop, { once: true })
    child.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ENOENT'
        ? finish('not there')
        : failed(`cannot be started (${error.code ?? error.message}).`, `无法启动（${error.code ?? error.message}）。`),
    )
    child.on('exit', code =>
      code === 0
        ? finish('played')
        : failed(`cannot play here (it ended with ${code ?? 'a signal'}).`, `无法播放（退出码 ${code ?? '信号'}）。`),
    )
    child.stdin?.on('error', () => {})
    child.stdin?.end(program.from === 'stdin' ? wav : `${file}\n`)
  }).finally(() => {
    if (folder !== null) rmSync(folder, { recursive: true, force: true })
  })
}
