import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { App } from '../page/app.ts'
import type { SettingView } from './contract.ts'
import { ValueInput } from './value-input.tsx'
import type { TelephoneWords } from './words.ts'

interface PanelProps {
  readonly app: App
  readonly words: TelephoneWords
}

/** How the next call is to be. */
export function SetupPanel({ app, words }: PanelProps) {
  const { setup, program: state } = app.telephone
  const program = state.value?.program
  return (
    <div class="telephone-setup">
      <h3>{words.settings}</h3>
      <p class="faint">{program && program.settings.length === 0 ? words.noSettings : words.settingsHold}</p>
      {program?.settings.map(setting => (
        <Setting key={setting.name} app={app} words={words} setting={setting} />
      ))}
      <h3>{words.setup}</h3>
      <label class="telephone-field wide">
        <span>{words.caller}</span>
        <input
          type="tel"
          value={setup.caller.value}
          disabled={setup.withheld.value}
          onChange={event => (setup.caller.value = event.currentTarget.value)}
        />
      </label>
      <label class="telephone-check">
        <input type="checkbox" checked={setup.withheld.value} onChange={event => (setup.withheld.value = event.currentTarget.checked)} />
        {words.withheld}
      </label>
      <label class="telephone-field wide">
        <span>{words.moment}</span>
        <input
          type="datetime-local"
          value={setup.at.value ?? ''}
          onChange={event => (setup.at.value = event.currentTarget.value === '' ? null : event.currentTarget.value)}
        />
      </label>
      <p class="faint">
        {setup.at.value === null ? `${words.now}, ` : ''}
        {program && words.zone(program.zone)} {/* Not every browser has a way to empty such a field. */}
        <button type="button" onClick={() => (setup.at.value = null)}>
          {words.toNow}
        </button>
      </p>
      <label class="telephone-field wide">
        <span>{words.answersOf}</span>
        <select
          value={setup.answersOf.value ?? ''}
          onChange={event => {
            const script = state.value?.scripts.find(one => one.id === event.currentTarget.value)
            setup.answersOf.value = script?.id ?? null
            setup.at.value = script?.at ?? null
            if (!script) return
            setup.called.value = script.called
            setup.withheld.value = script.caller === null
            setup.caller.value = script.caller ?? setup.caller.value
          }}
        >
          <option value="">{words.examples}</option>
          {state.value?.scripts.map(script => (
            <option key={script.id} value={script.id}>
              {script.id}
            </option>
          ))}
        </select>
      </label>
      <h3>{words.sound}</h3>
      <Sound app={app} words={words} />
    </div>
  )
}

function Setting({ app, words, setting }: PanelProps & { readonly setting: SettingView }) {
  const { setup } = app.telephone
  const subject = `setting ${setting.name}`
  const begin = `given ${subject} = `
  const line = setup.given.value[subject]
  const change = (written: string): void => {
    // A switch that is back where the program has it says nothing.
    const usual = written === setting.written || (written === '' && setting.field.kind !== 'text')
    void app.telephone.give(subject, usual ? null : `${begin}${written}`)
  }
  return (
    <div class="telephone-setting">
      <span class="name">
        {setting.name} <span class="faint">{setting.type}</span>
      </span>
      <ValueInput
        field={setting.field}
        written={line === undefined ? setting.written : line.slice(begin.length)}
        label={setting.name}
        words={words}
        onChange={change}
      />
    </div>
  )
}

function Sound({ app, words }: PanelProps) {
  const { speech, voice, quietKeys, program: state } = app.telephone
  const voices = useSignal(voice.voices())
  useEffect(() => voice.onChange(() => (voices.value = [...voice.voices()])), [voice, voices])
  return (
    <>
      <label class="telephone-check">
        <input type="checkbox" checked={speech.muted.value} onChange={event => (speech.muted.value = event.currentTarget.checked)} />
        {words.mute}
      </label>
      <label class="telephone-check">
        <input type="checkbox" checked={quietKeys.value} onChange={event => (quietKeys.value = event.currentTarget.checked)} />
        {words.quietKeys}
      </label>
      <label class="telephone-field wide">
        <span>{words.volume}</span>
        <input
          type="range"
          min="0"
          max="1"
          step="0.05"
          value={speech.volume.value}
          onInput={event => (speech.volume.value = event.currentTarget.valueAsNumber)}
        />
      </label>
      {state.value?.program?.languages.map(language => {
        const base = language.split('-')[0]!.toLowerCase()
        const fitting = voices.value.filter(one => one.lang.toLowerCase().replace('_', '-').startsWith(base))
        return (
          <label key={language} class="telephone-field wide">
            <span>{words.voiceFor(language)}</span>
            {fitting.length === 0 ? (
              <span class="faint">{words.noVoice}</span>
            ) : (
              <select onChange={event => voice.choose(language, event.currentTarget.value || null)}>
                <option value="">{`${voice.voiceFor(language)?.name ?? ''} (${words.bestVoice})`}</option>
                {fitting.map(one => (
                  <option key={one.voiceURI} value={one.voiceURI}>
                    {one.name}
                  </option>
                ))}
              </select>
            )}
          </label>
        )
      })}
    </>
  )
}
