// A room of the page that breaks takes nothing else with it.
import { Component, type ComponentChildren, type ErrorInfo } from 'preact'
import type { App } from './app.ts'
import { WORDS } from './words.ts'

interface RoomProps {
  readonly app: App
  readonly children: ComponentChildren
}

export class Room extends Component<RoomProps, { readonly broken: boolean }> {
  override state = { broken: false }

  override componentDidCatch(error: unknown, _info: ErrorInfo): void {
    console.error(error)
    this.setState({ broken: true })
  }

  override render({ app, children }: RoomProps) {
    const words = WORDS[app.preferences.language.value]
    if (!this.state.broken) return <div class="frame-slot">{children}</div>
    return (
      <div class="frame-slot broken" role="alert">
        <p>{words.broken}</p>
        <button type="button" onClick={() => this.setState({ broken: false })}>
          {words.tryAgain}
        </button>
      </div>
    )
  }
}
