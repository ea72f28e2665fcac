import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{lang,machine,runtime,cli,conformance,tools,examples,bench,editors}/**/*.test.ts'],
    environment: 'node',
    globalSetup: ['tools/parts/left-out.ts'],
    pool: 'forks',
    // Every core: most of what runs is work, not waiting.
    maxWorkers: '100%',
    // Two cores are the least we expect; a property test on a busy one may take its time.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    reporters: process.env.CI ? ['default'] : ['dot'],
  },
})
