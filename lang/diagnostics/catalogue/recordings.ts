import { define } from '../diagnostic.ts'
import { didYouMean } from './words.ts'

/** Long texts are told by their beginning. */
const short = (words: string): string => {
  const letters = Array.from(words)
  return letters.length > 40 ? `${letters.slice(0, 39).join('')}…` : words
}

/** CW61xx recordings. */
export const recordings = {
  'recording-stale': define<{ slot: string; language: string; words: string }>({
    code: 'CW6101',
    severity: 'warning',
    message: ({ slot, language, words }) => ({
      en: `The ${language} recording of “${slot}” says other words than the text does now: “${short(words)}”.`,
      zh: `“${slot}”的 ${language} 录音与现在的文本不一致：“${short(words)}”。`,
    }),
    hint: () => ({
      en: 'It is still played. Have it recorded anew: “callwright prompts export” gives the studio its list.',
      zh: '系统仍会播放旧录音。请重新录制：“callwright prompts export”可导出录音清单。',
    }),
  }),
  'recording-missing': define<{ slot: string; language: string; words: string }>({
    code: 'CW6102',
    severity: 'advice',
    message: ({ slot, language, words }) => ({
      en: `“${slot}” has no ${language} recording: “${short(words)}”.`,
      zh: `“${slot}”没有 ${language} 录音：“${short(words)}”。`,
    }),
  }),
  /** `language`: null where the slot itself is gone. */
  'recording-gone': define<{ slot: string; language: string | null; meant?: string }>({
    code: 'CW6103',
    severity: 'warning',
    message: ({ slot, language }) => ({
      en:
        language === null
          ? `The line has no text “${slot}” any more; this recording is never played.`
          : `“${slot}” has no words in ${language}; this recording is never played.`,
      zh: language === null ? `线路中已没有文本“${slot}”；这条录音不会播放。` : `“${slot}”没有 ${language} 的内容；这条录音不会播放。`,
    }),
    hint: didYouMean,
  }),
  /** `problem`: a whole sentence about “it”. */
  'recording-unusable': define<{
    slot: string
    language: string
    file: string
    problem: { readonly en: string; readonly zh: string }
  }>({
    code: 'CW6104',
    severity: 'warning',
    message: ({ slot, language, file, problem }) => ({
      en: `The ${language} recording of “${slot}”, ${file}, cannot be played: ${problem.en.charAt(0).toLowerCase()}${problem.en.slice(1)}`,
      zh: `“${slot}”的 ${language} 录音 ${file} 无法播放：${problem.zh}`,
    }),
    hint: () => ({ en: 'Until then the text is spoken as one without a recording.', zh: '在此之前，该文本按没有录音处理。' }),
  }),
  /** `slot`: null where the whole list is meant. `problem`: a whole sentence about “it”. */
  'recordings-list': define<{ slot: string | null; problem: { readonly en: string; readonly zh: string } }>({
    code: 'CW6105',
    severity: 'error',
    message: ({ slot, problem }) => ({
      en:
        slot === null
          ? `The list of recordings cannot be used: ${problem.en.charAt(0).toLowerCase()}${problem.en.slice(1)}`
          : `“${slot}” in the list of recordings cannot be used: ${problem.en.charAt(0).toLowerCase()}${problem.en.slice(1)}`,
      zh: slot === null ? `录音清单无法使用：${problem.zh}` : `录音清单中的“${slot}”无法使用：${problem.zh}`,
    }),
    hint: () => ({
      en: 'Until then what it should list is spoken as texts without a recording.',
      zh: '在此之前，相应文本按没有录音处理。',
    }),
  }),
}
