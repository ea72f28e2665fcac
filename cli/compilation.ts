// Compiling for a command: from an entry's path to the machine and its findings as they are shown.
import { compile } from '../lang/compiler/compile.ts'
import type { LowerOptions } from '../lang/compiler/lower/index.ts'
import type { Program } from '../lang/compiler/program.ts'
import type { Diagnostic, MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import type { FrameSource, RenderOptions } from '../lang/diagnostics/render/index.ts'
import type { Machine } from '../machine/format.ts'
import { createDiskHost, requireText } from './host.ts'
import type { Io } from './io.ts'
import { shownPath } from './paths.ts'
import { paintFor } from './terminal.ts'

export interface CompiledEntry {
  /** Absolute. */
  readonly path: string
  readonly shown: string
  readonly program: Program
  /** Null where there are errors. */
  readonly machine: Machine | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Refuses where the entry itself cannot be read; everything else that is wrong is a finding. */
export async function compileEntry(io: Pick<Io, 'fs' | 'cwd'>, path: string, options: LowerOptions = {}): Promise<CompiledEntry> {
  const shown = shownPath(io.cwd, path)
  requireText(io.fs, path, shown)
  const { program, machine, diagnostics } = compile(createDiskHost(io.fs, io.cwd), path, options)
  return { path, shown, program, machine: machine ?? null, diagnostics }
}

/** How an entry's findings are rendered. */
export function renderingOf(io: Io, program: Program, language: MessageLanguage, output = io.stdout): RenderOptions {
  const sources = new Map<string, FrameSource>(program.files.map(file => [file.path, file]))
  return {
    language,
    source: file => sources.get(file),
    path: file => shownPath(io.cwd, file),
    paint: paintFor(io, output),
    files: program.files.map(file => file.path),
  }
}
