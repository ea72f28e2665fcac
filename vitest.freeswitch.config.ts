// The tests on a real FreeSWITCH: `npm run test:freeswitch`. Its program is that of CALLWRIGHT_FREESWITCH, or `freeswitch` on the PATH.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{runtime,cli,bench}/**/*.real.ts'],
    environment: 'node',
    globalSetup: ['runtime/freeswitch/real/report.ts'],
    pool: 'forks',
    // A switch of its own for each file: they share the processor, and times are measured.
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    reporters: ['default'],
  },
})
