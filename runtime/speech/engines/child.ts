// A program that is handed a text and gives back sound. It is started as it is, without a shell; the text goes in by its standard input
// and is never an argument, where whoever lists processes could read it and a leading “-” would be an option.
import { spawn } from 'node:child_process'
import { speechProblem, type SpeechProblem } from './engine.ts'

export interface ChildOptions {
  readonly command: string
  readonly args: readonly string[]
  readonly input: string
  /** The input has a private value in it: nothing that the program says of it is shown. */
  readonly private: boolean
  /** ms; then it is killed. */
  readonly timeout: number
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly signal?: AbortSignal
}

export type ChildResult =
  | { readonly output: Uint8Array; readonly problem?: undefined }
  /** `complained`: what it wrote to its standard error, to be looked into and never shown: the text may be in it. */
  | { readonly problem: SpeechProblem; readonly complained?: string }

/** More sound than this is none, bytes. */
const MOST_OUTPUT = 64 * 1024 * 1024

/** What it wrote to its standard output. Never rejects. */
export function runChild(options: ChildOptions): Promise<ChildResult> {
  const { command, timeout, signal } = options
  return new Promise(resolve => {
    if (signal?.aborted === true) return resolve(stopped)
    let settled = false
    const finish = (result: ChildResult): void => {
      if (settled) return
      settled = true
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      resolve(result)
    }
    const child = spawn(command, options.args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      ...(options.env ? { env: options.env as NodeJS.ProcessEnv } : {}),
    })
    const kill = (result: ChildResult): void => {
      // What hangs may not listen to anything milder; its streams may be held open by children of its own.
      child.kill('SIGKILL')
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy()
      finish(result)
    }
    const abort = (): void => kill(stopped)
    const timer = setTimeout(() => {
      const seconds = timeout / 1000
      kill(speechProblem('timed out', `${command} gave no sound within ${seconds} s.`, `${command} 在 ${seconds} 秒内没有返回声音。`))
    }, timeout)
    signal?.addEventListener('abort', abort, { once: true })

    const output: Buffer[] = []
    let size = 0
    let said = ''
    child.on('error', (error: NodeJS.ErrnoException) => finish(startProblem(command, error)))
    child.stdout.on('data', (piece: Buffer) => {
      output.push(piece)
      size += piece.length
      if (size > MOST_OUTPUT) kill(speechProblem('failed', `${command} does not stop writing.`, `${command} 输出过多。`))
    })
    child.stderr.on('data', (piece: Buffer) => {
      if (said.length < 2000) said += piece.toString('utf8')
    })
    // One that ends without reading is told by its exit.
    child.stdin.on('error', () => {})
    child.stdin.end(options.input)
    child.on('close', code => {
      if (code === 0) return finish({ output: new Uint8Array(Buffer.concat(output)) })
      const shown = options.private ? '' : withoutText(said, options.input)
      finish({ ...failed(command, code, shown), complained: said })
    })
  })
}

const stopped = speechProblem('stopped', 'It was stopped.', '已停止。')

function startProblem(command: string, error: NodeJS.ErrnoException): ChildResult {
  if (error.code === 'ENOENT') return speechProblem('not installed', `${command} is not installed.`, `未安装 ${command}。`)
  return speechProblem(
    'failed',
    `${command} cannot be started (${error.code ?? error.message}).`,
    `无法启动 ${command}（${error.code ?? error.message}）。`,
  )
}

function failed(command: string, code: number | null, said: string): { readonly problem: SpeechProblem } {
  const how = { en: code === null ? 'was ended' : `ended with ${code}`, zh: code === null ? '被终止' : `退出码为 ${code}` }
  return speechProblem(
    'failed',
    `${command} ${how.en}${said === '' ? '.' : `: ${said}`}`,
    `${command} ${how.zh}${said === '' ? '。' : `：${said}`}`,
  )
}

/** The first line of what a program complained of; nothing where it repeats what it was to say, which says nothing of what is wrong. */
function withoutText(said: string, input: string): string {
  const [line = ''] = said.trim().split(/\r?\n/)
  const words = input.split(/\s+/).filter(word => word.length > 2)
  // Looked for before it is cut: a sentence in Chinese is one word, and its end may be what was cut off.
  return words.some(word => line.includes(word)) ? '' : line.replace(/\p{Cc}/gu, ' ').slice(0, 160)
}
