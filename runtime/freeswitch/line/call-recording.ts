// The recording of the whole call, and its mask over what must not be in it. By `api`, so that it does not wait behind prompts.
import { api, filePath } from '../codec/index.ts'
import type { LineContext } from './context.ts'
import type { RecordingPlace } from './recorder.ts'

export interface CallRecording {
  readonly begin: () => void
  readonly mask: (on: boolean) => void
}

export function createCallRecording({ connection, uuid, trouble, gone }: LineContext, place: RecordingPlace): CallRecording {
  let path: string | null = null
  let masked = false

  const order = (what: 'start' | 'mask' | 'unmask' | 'stop', failed: () => void): void => {
    if (path === null) return
    void connection.send(api('uuid_record', [uuid, what, path])).then(outcome => {
      if (gone() || outcome.kind === 'closed') return
      if (outcome.kind !== 'answer' || !outcome.text.startsWith('+OK')) failed()
    })
  }

  const setMask = (): void =>
    order(masked ? 'mask' : 'unmask', () => {
      if (!masked || path === null) return
      trouble('not-masked')
      order('stop', () => undefined)
      path = null
    })

  return {
    begin: () => {
      const checked = filePath(`${place.folder}/${place.nameOf(null)}.wav`, [place.folder])
      if (typeof checked !== 'string') return trouble('call-not-recorded')
      path = checked
      connection.together(() => {
        order('start', () => {
          path = null
          trouble('call-not-recorded')
        })
        if (masked) setMask()
      })
    },
    mask: on => {
      if (masked === on) return
      masked = on
      setMask()
    },
  }
}
