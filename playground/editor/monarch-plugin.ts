// Makes the rules of `monarch.ts` when the page is built: `import rules from 'virtual:monarch'`.
import type { Plugin } from 'vite'
import { ivrTokens } from '../../lang/grammar/tokens.ts'
import { scriptTokens } from '../../lang/script/tokens.ts'
import { monarchRules } from './monarch.ts'

const NAME = 'virtual:monarch'

export const monarchPlugin = (): Plugin => ({
  name: 'monarch',
  resolveId: id => (id === NAME ? `\0${NAME}` : null),
  load: id => {
    if (id !== `\0${NAME}`) return null
    const all = [...ivrTokens, ...scriptTokens]
    return `export default ${JSON.stringify({ ivr: monarchRules(ivrTokens, all), dtmf: monarchRules(scriptTokens, all) })}`
  },
})
