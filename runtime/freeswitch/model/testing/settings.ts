// What a test has to know of a capture beside its bytes.
import type { Setting } from './replay.ts'

export const SETTINGS: Readonly<Record<string, Setting>> = {}
