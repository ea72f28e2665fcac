// `npm run bench`: every figure that is asked of Callwright, measured here and now, peers in the same run. Machines are noisy:
// medians, and ratios taken pair by pair. A name as argument runs the benches whose title has it.
import { printFigure, isMet, type Figure } from './figure.ts'

const benches: readonly { readonly title: string; readonly run: () => Promise<{ default: () => Figure[] | Promise<Figure[]> }> }[] = [
  { title: 'parsing', run: () => import('./parsing.bench.ts') },
  { title: 'formatting', run: () => import('./formatting.bench.ts') },
  { title: 'checking', run: () => import('./checking.bench.ts') },
  { title: 'service', run: () => import('./service.bench.ts') },
  { title: 'stepping', run: () => import('./stepping.bench.ts') },
  { title: 'sessions', run: () => import('./sessions.bench.ts') },
  { title: 'simulating', run: () => import('./simulating.bench.ts') },
  { title: 'scripts', run: () => import('./scripts.bench.ts') },
  { title: 'coverage', run: () => import('./coverage.bench.ts') },
  { title: 'tones', run: () => import('./tones.bench.ts') },
  { title: 'frames', run: () => import('./frames.bench.ts') },
  { title: 'line', run: () => import('./line.bench.ts') },
  { title: 'lsp', run: () => import('./lsp.bench.ts') },
  { title: 'readings', run: () => import('./readings.bench.ts') },
]

const wanted = process.argv.slice(2)
let missed = 0
process.stdout.write(`Node ${process.version}, ${process.platform} ${process.arch}\n`)
for (const { title, run } of benches) {
  if (wanted.length > 0 && !wanted.some(word => title.includes(word))) continue
  process.stdout.write(`${title}\n`)
  for (const figure of await (await run()).default()) {
    if (!isMet(figure)) missed++
    process.stdout.write(`${printFigure(figure)}\n`)
  }
}
process.stdout.write(missed === 0 ? 'every figure is met\n' : `${missed} not met\n`)
