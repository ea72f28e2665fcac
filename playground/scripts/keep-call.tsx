// “Keep this call as a script”: named, put into a file, run at once.
import { useEffect, useRef, useState } from 'preact/hooks'
import { printable } from '../../lang/compiler/emit/graph/escape.ts'
import type { App } from '../page/app.ts'
import { appended, freePath, isScriptPath, programOf } from './keep.ts'

const NEW = ''

export function KeepCall({ app, onClose }: { readonly app: App; readonly onClose: () => void }) {
  const { scripts: room, project, telephone } = app
  const language = app.preferences.language.value
  const words = room.words.value
  const [name, setName] = useState('')
  const [file, setFile] = useState(NEW)
  const [path, setPath] = useState<string | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  useEffect(() => first.current?.focus(), [])
  const files = project.files.value
  const paths = Object.keys(files)
    .filter(one => one.endsWith('.dtmf'))
    .sort()
  const target = file === NEW ? (path ?? freePath(files, name)) : file

  const refusal = (): string | null => {
    if (name.trim() === '') return words.needsName
    if (file === NEW && !isScriptPath(target)) return words.needsPath
    if (file === NEW && Object.hasOwn(files, target)) return words.taken
    const known = room.files.value?.find(one => one.path === target)?.scripts.some(script => script.name === name.trim())
    return known ? words.nameTaken : null
  }
  const keep = async (): Promise<void> => {
    const why = refusal()
    if (why !== null) return setTrouble(why)
    setBusy(true)
    try {
      const written = await telephone.record(name.trim(), target)
      if (written === null) return setTrouble(telephone.problem.value?.[language] ?? words.notKept)
      const other = programOf(target, files[target] ?? '')
      if (other !== null && other !== programOf(target, written)) return setTrouble(words.otherProgram(other))
      project.write(target, appended(files[target], written))
      const found = await room.read()
      const scripts = found.find(one => one.path === target)?.scripts ?? []
      const run = scripts.at(-1)?.runs[0]
      room.chosen.value = run?.id ?? null
      if (run) await room.run([run.id])
      onClose()
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      class="scripts-keep"
      aria-label={words.keepTitle}
      onSubmit={event => {
        event.preventDefault()
        void keep()
      }}
      onKeyDown={event => event.key === 'Escape' && onClose()}
    >
      <label>
        {words.name}
        <input
          ref={first}
          value={name}
          placeholder={words.nameHint}
          maxLength={120}
          onInput={event => setName(event.currentTarget.value)}
        />
      </label>
      <label>
        {words.inFile}
        <select value={file} onChange={event => setFile(event.currentTarget.value)}>
          <option value={NEW}>{words.newFile}</option>
          {paths.map(one => (
            <option key={one} value={one}>
              {printable(one)}
            </option>
          ))}
        </select>
      </label>
      {file === NEW && (
        <label>
          {words.path}
          <input value={target} spellcheck={false} onInput={event => setPath(event.currentTarget.value)} />
        </label>
      )}
      <p class="faint">{words.keptAsTyped}</p>
      <button type="submit" class="primary" disabled={busy}>
        {words.keepIt}
      </button>
      <button type="button" onClick={onClose}>
        {words.cancel}
      </button>
      {trouble !== null && (
        <p class="bad" role="alert">
          {printable(trouble)}
        </p>
      )}
    </form>
  )
}
