import { define } from '../diagnostic.ts'

/** CW9xxx advice. */
export const advice = {
  'many-options': define<{ count: number; many: number }>({
    code: 'CW9001',
    severity: 'advice',
    message: ({ count, many }) => ({
      en: `${count} options are told here; callers keep ${many} in mind.`,
      zh: `这里播报了 ${count} 个选项；来电者一般只记得住 ${many} 个。`,
    }),
  }),
}
