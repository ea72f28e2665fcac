// Long work a piece at a time, so that whoever waits for the desk, and a wish to stop, are heard between two pieces.

/** ms at a stretch. */
export const STRETCH = 10

/** Back to the worker's loop and on at once: a timer of 0 ms would wait for four. */
export const breath = (): Promise<void> =>
  new Promise(resolve => {
    const { port1, port2 } = new MessageChannel()
    port1.addEventListener('message', () => {
      port1.close()
      resolve()
    })
    port1.start()
    port2.postMessage(null)
  })
