// What speakers of a language call it: told where a key chooses the language. Ours, not the engine's own table, so that the same
// program makes the same bytes everywhere.
const names: Readonly<Record<string, string>> = {
  zh: '普通话',
  cmn: '普通话',
  yue: '广东话',
  'zh-hk': '广东话',
  'zh-tw': '國語',
  nan: '闽南语',
  wuu: '吴语',
  ug: 'ئۇيغۇرچە',
  bo: 'བོད་སྐད།',
  mn: 'монгол хэл',
  en: 'English',
  ja: '日本語',
  ko: '한국어',
  de: 'Deutsch',
  fr: 'français',
  es: 'español',
  pt: 'português',
  it: 'italiano',
  nl: 'Nederlands',
  ru: 'русский',
  uk: 'українська',
  pl: 'polski',
  cs: 'čeština',
  sv: 'svenska',
  da: 'dansk',
  nb: 'norsk',
  fi: 'suomi',
  el: 'ελληνικά',
  tr: 'Türkçe',
  ar: 'العربية',
  he: 'עברית',
  fa: 'فارسی',
  hi: 'हिन्दी',
  bn: 'বাংলা',
  ta: 'தமிழ்',
  ur: 'اردو',
  th: 'ภาษาไทย',
  vi: 'tiếng Việt',
  id: 'bahasa Indonesia',
  ms: 'bahasa Melayu',
  tl: 'Filipino',
  km: 'ភាសាខ្មែរ',
  lo: 'ພາສາລາວ',
  my: 'မြန်မာဘာသာ',
}

/** A language's name for itself; the tag where we know none. */
export function languageName(tag: string): string {
  const parts = tag.toLowerCase().split('-')
  for (let length = parts.length; length > 0; length--) {
    const found = names[parts.slice(0, length).join('-')]
    if (found) return found
  }
  return tag
}
