// Sounds as 8 kHz samples of 16 bits: μ-law (ITU-T G.711), WAV files, tones, and how loud something is.

const BIAS = 0x84
const CLIP = 32_635

/** One sample as μ-law. */
export function toMuLaw(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS
  const exponent = 31 - Math.clz32(magnitude) - 7
  return ~(sign | (exponent << 4) | ((magnitude >> (exponent + 3)) & 0x0f)) & 0xff
}

const LINEAR = Int16Array.from({ length: 256 }, (_, code) => {
  const value = ~code & 0xff
  const magnitude = ((((value & 0x0f) << 3) + BIAS) << ((value >> 4) & 7)) - BIAS
  return value & 0x80 ? -magnitude : magnitude
})

/** μ-law bytes as samples. */
export const fromMuLaw = (bytes: Uint8Array): Int16Array => Int16Array.from(bytes, byte => LINEAR[byte]!)

export const SILENCE = 0xff

/** A file that FreeSWITCH plays: mono, 8 kHz, 16 bits. */
export function wavFile(samples: Int16Array): Buffer {
  const data = Buffer.alloc(44 + samples.length * 2)
  data.write('RIFF', 0)
  data.writeUInt32LE(36 + samples.length * 2, 4)
  data.write('WAVEfmt ', 8)
  data.writeUInt32LE(16, 16)
  data.writeUInt16LE(1, 20)
  data.writeUInt16LE(1, 22)
  data.writeUInt32LE(8000, 24)
  data.writeUInt32LE(16_000, 28)
  data.writeUInt16LE(2, 32)
  data.writeUInt16LE(16, 34)
  data.write('data', 36)
  data.writeUInt32LE(samples.length * 2, 40)
  for (const [index, sample] of samples.entries()) data.writeInt16LE(sample, 44 + index * 2)
  return data
}

/** A tone from its first sample to its last. `hertz` of 0 is silence. */
export const tone = (hertz: number, ms: number, peak = 12_000): Int16Array =>
  Int16Array.from({ length: ms * 8 }, (_, index) => Math.round(peak * Math.sin((2 * Math.PI * hertz * index) / 8000)))

/** Root mean square: 0 to 32,767. */
export function loudness(samples: Int16Array): number {
  let sum = 0
  for (const sample of samples) sum += sample * sample
  return samples.length === 0 ? 0 : Math.sqrt(sum / samples.length)
}

/** How much of a sound is a tone of this frequency: 0 to 1 (Goertzel's sum over all samples, by the sound's own energy). */
export function shareOf(hertz: number, samples: Int16Array): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / 8000)
  let [last, before, energy] = [0, 0, 0]
  for (const sample of samples) {
    const value = sample + factor * last - before
    before = last
    last = value
    energy += sample * sample
  }
  const power = last * last + before * before - factor * last * before
  return energy === 0 ? 0 : Math.min(1, (2 * power) / (samples.length * energy))
}
