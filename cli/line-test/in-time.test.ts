import { expect, it } from 'vitest'
import { placeInTime, type Placed } from './in-time.ts'

const fine: Placed = { said: '', transcript: '', late: 0 }
const wrong = (transcript: string, late: number): Placed => ({ said: `differs: ${transcript}`, transcript, late })

async function play(...calls: readonly Placed[]): Promise<{ came: unknown; again: readonly number[]; placed: number }> {
  const again: number[] = []
  let placed = 0
  const came = await placeInTime({ place: async () => calls[placed++]!, again: late => void again.push(late), stopped: () => false })
  return { came, again, placed }
}

it('a call that went as it should is taken, late or not', async () => {
  expect(await play(fine)).toEqual({ came: fine, again: [], placed: 1 })
  expect(await play({ ...fine, late: 900 })).toMatchObject({ placed: 1 })
})

it('a difference of a call that kept time is one, and the call is not placed again', async () => {
  expect(await play(wrong('a', 120))).toEqual({ came: wrong('a', 120), again: [], placed: 1 })
})

it('a late call that went wrong is placed again, and told of', async () => {
  expect(await play(wrong('a', 300), fine)).toEqual({ came: fine, again: [300], placed: 2 })
})

it('two late calls that went wrong in the same way are a difference', async () => {
  expect(await play(wrong('a', 300), wrong('b', 400), wrong('a', 500))).toEqual({ came: wrong('a', 500), again: [300, 400], placed: 3 })
})

it('what was never in time is never said to be fine', async () => {
  const none: Placed = { said: 'not handed over', transcript: '', late: Infinity }
  expect(await play(none, none, none, none)).toEqual({
    came: { lateIn: 4, late: Infinity },
    again: [Infinity, Infinity, Infinity, Infinity],
    placed: 4,
  })
})
