// The last lines of a run of tests: what was left out, because something that it needs is not on this machine.
import type { Reporter, TestModule } from 'vitest/node'

export function createLeftOutReporter(write: (text: string) => void = text => void process.stderr.write(text)): Reporter {
  return {
    onTestRunEnd: (modules: readonly TestModule[]) => {
      for (const module of modules) {
        const skipped = [...module.children.allTests('skipped')]
        if (skipped.length === 0) continue
        const shown = skipped.slice(0, 3).map(test => `“${test.name}”`)
        const more = skipped.length > 3 ? `, and ${skipped.length - 3} more` : ''
        write(`left out in ${module.relativeModuleId}: ${shown.join(', ')}${more}\n`)
      }
    },
  }
}
