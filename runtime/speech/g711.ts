// ITU-T G.711: what the eight bits of a telephone line stand for, as 16-bit samples.

/** G.711 §3 table 2 (µ-law): 256 values of 14 bits, shifted to 16; the largest is ±32124. */
export const MU_LAW: Int16Array = tableOf(code => {
  const bits = ~code & 0xff
  const magnitude = ((((bits & 0x0f) << 3) + 0x84) << ((bits >> 4) & 7)) - 0x84
  return bits & 0x80 ? -magnitude : magnitude
})

/** G.711 §3 table 1 (A-law): 256 values of 13 bits, shifted to 16; the largest is ±32256. */
export const A_LAW: Int16Array = tableOf(code => {
  const bits = code ^ 0x55
  const segment = (bits >> 4) & 7
  const step = ((bits & 0x0f) << 4) + 8
  const magnitude = segment === 0 ? step : (step + 0x100) << (segment - 1)
  return bits & 0x80 ? magnitude : -magnitude
})

function tableOf(valueOf: (code: number) => number): Int16Array {
  return Int16Array.from({ length: 256 }, (_, code) => valueOf(code))
}

export function expandG711(bytes: Uint8Array, table: Int16Array): Int16Array {
  const samples = new Int16Array(bytes.length)
  for (let index = 0; index < bytes.length; index++) samples[index] = table[bytes[index]!]!
  return samples
}
