import { define } from '../diagnostic.ts'

/** CW3xxx paths and input. */
export const paths = {
  'never-waits': define({
    code: 'CW3901',
    severity: 'error',
    message: () => ({
      en: 'From here the call goes round and round without ever waiting for the caller, an answer or the end of what is said.',
      zh: '从这里开始，通话会一直循环，从不等待来电者、应答或播报结束。',
    }),
    hint: () => ({
      en: 'Put a menu or a question into the round, or let it end: “repeat up to …” has a bound.',
      zh: '请在循环中加入菜单或询问，或让循环有终点：“repeat up to …”有次数上限。',
    }),
  }),
  'too-many-operations': define<{ operations: number; most: number }>({
    code: 'CW3902',
    severity: 'error',
    message: ({ operations, most }) => ({
      en: `Up to ${operations} operations can run here before the call waits for anything; ${most} are allowed.`,
      zh: `这里最多会连续执行 ${operations} 个操作而不等待；上限为 ${most} 个。`,
    }),
    hint: () => ({
      en: 'Give the loops or the lists smaller bounds, or let the back end do the counting.',
      zh: '请减小循环次数或列表上限，或由后台完成统计。',
    }),
  }),
}
