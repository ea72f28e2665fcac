import { createActor, createMachine } from 'xstate'

/** The ten-state menu as an XState machine: any of the keys 1–3 leads on to the next state. */
export const createXstateMenu = (): { send: (key: string) => void; stop: () => void } => {
  const states = Object.fromEntries(
    Array.from({ length: 10 }, (_, i) => {
      const next = `menu${(i + 1) % 10}`
      return [`menu${i}`, { on: { '1': next, '2': next, '3': next } }]
    }),
  )
  const actor = createActor(createMachine({ id: 'menus', initial: 'menu0', states })).start()
  return { send: key => actor.send({ type: key }), stop: () => actor.stop() }
}
