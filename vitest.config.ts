import { defineConfig } from 'vitest/config'
import { chromiumPath } from './playground/testing/chromium.ts'

const common = {
  environment: 'node',
  pool: 'forks',
  // Two cores are the least we expect; a property test on a busy one may take its time.
  testTimeout: 20_000,
  hookTimeout: 60_000,
} as const

// A build server leaves nothing out: there a browser that is missing fails. Elsewhere a run says so in its last lines.
const browser = (process.env['CI'] ?? '') !== '' || chromiumPath() !== undefined

export default defineConfig({
  test: {
    // Every core: most of what runs is work, not waiting.
    maxWorkers: '100%',
    reporters: process.env.CI ? ['default'] : ['dot'],
    projects: [
      {
        test: {
          ...common,
          name: 'node',
          include: ['{lang,machine,runtime,cli,conformance,tools,examples,bench,editors,playground}/**/*.test.ts'],
          exclude: ['**/node_modules/**', '**/*.browser.test.ts'],
          globalSetup: ['tools/parts/left-out.ts'],
        },
      },
      ...(browser
        ? [
            {
              test: {
                ...common,
                name: 'browser',
                include: ['playground/**/*.browser.test.ts'],
                globalSetup: ['playground/testing/setup.ts'],
                testTimeout: 60_000,
                // A browser at a time: frames and keys are measured on the clock.
                fileParallelism: false,
              },
            },
          ]
        : []),
    ],
  },
})
