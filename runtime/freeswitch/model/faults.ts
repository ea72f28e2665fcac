// What a test lets go wrong. All of it may be changed while calls run.

export interface Faults {
  /** What becomes of the reply to a command: ms that it is late, or that it never comes. 0 is as always. */
  reply: (command: string) => number | 'swallowed'
  /** Recordings: that cannot be begun (no right, no folder), or whose disk has room for so many ms. */
  recording: 'fine' | 'cannot open' | { readonly fullAfter: number }
  /** Sounds that are gone, whatever the files are. */
  missing: (path: string) => boolean
  /** Applications that are not loaded: who asks for one is hung up. */
  unloaded: (application: string) => boolean
}

export const noFaults = (): Faults => ({
  reply: () => 0,
  recording: 'fine',
  missing: () => false,
  unloaded: () => false,
})
