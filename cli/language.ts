import { Option } from 'commander'
import type { MessageLanguage } from '../lang/diagnostics/diagnostic.ts'
import type { Io } from './io.ts'

/** `--lang en|zh`: in which language findings are written. `CALLWRIGHT_LANG` where not said. */
export const languageOption = (io: Io): Option =>
  new Option('--lang <language>', 'language of the findings')
    .choices(['en', 'zh'])
    .default(io.env['CALLWRIGHT_LANG']?.toLowerCase().startsWith('zh') === true ? 'zh' : 'en', 'CALLWRIGHT_LANG, else en')

export interface LanguageOptions {
  readonly lang: MessageLanguage
}
