// What a recording is called: `zh-CN/balance_is.1.wav`. A studio's computer may write letters in another way (NFD) or forget capitals.

export const recordingName = (slot: string, language: string): string => `${language}/${slot}.wav`

/** For comparing names. */
export const foldName = (name: string): string => name.normalize('NFC').toLowerCase()

/**
 * The names under which a recording of a slot is known: `zh-CN/x.wav`, `x.zh-CN.wav`, `x_zh-CN.wav`; `bare`: also `x.wav`, where there is
 * no doubt of the language. A slot's `/` may be written `~`, for studios that deliver one folder.
 */
export function namesOf(slot: string, language: string, bare: boolean): readonly string[] {
  const spellings = slot.includes('/') ? [slot, slot.replaceAll('/', '~')] : [slot]
  return spellings.flatMap(name => [
    `${language}/${name}.wav`,
    `${name}.${language}.wav`,
    `${name}_${language}.wav`,
    ...(bare ? [`${name}.wav`] : []),
  ])
}
