// The languages whose values can be spoken: the compiler warns of others, the readings (runtime/speech/reading) have one for each.

/** BCP 47 tags; `zh` reads `zh-CN` too, the longest match wins. */
export const readingTags = ['zh', 'en', 'en-GB', 'en-AU', 'en-HK', 'en-IE', 'en-IN', 'en-MY', 'en-NZ', 'en-SG', 'en-ZA'] as const

export type ReadingTag = (typeof readingTags)[number]
