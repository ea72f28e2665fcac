// Tones of keys, made and found. No Node API: this room runs in a browser too.
export { createToneDetector, isToneRate } from './detect.ts'
export type { ToneDetector, ToneDetectorOptions, ToneEvent } from './detect.ts'
export { amplitudeOf, dBm0Of, HIGH, LOW, TONE_KEYS, TWISTS } from './frequencies.ts'
export type { Administration, Twist } from './frequencies.ts'
export { makeTones } from './make.ts'
export type { ToneOptions } from './make.ts'
