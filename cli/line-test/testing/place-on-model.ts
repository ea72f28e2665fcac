// A caller on the model of a switch, in the place of a telephone.
import type { Model } from '../../../runtime/freeswitch/model/model.ts'
import type { PlaceLineCall } from '../caller.ts'

export const placeOnModel =
  (model: Model): PlaceLineCall =>
  ({ number }, from) => {
    const id = `${Math.random()}@model`
    const call = model.call({ caller: from ?? '', called: number, answered: false, variables: { sip_call_id: id } })
    return Promise.resolve({
      id,
      answered: new Promise(() => undefined),
      press: key => call.press(key),
      say: ms => call.speak(ms),
      hangUp: () => call.hangUp(),
      over: () => Promise.resolve(call.hangUp()),
      ear: null,
    })
  }
