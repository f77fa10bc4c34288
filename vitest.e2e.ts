import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/** Files that build or change the same folders of the repository, or need the ports that `npm start` takes. */
const shared = ['tools/e2e/{examples,next-app,start}.e2e.test.ts']

const timeouts = { testTimeout: 120_000, hookTimeout: 120_000, expect: { poll: { timeout: 20_000 } } }

// Tests that start servers and a browser. Each process has ports of its own (`findPort` in tools/services.ts), of which
// there are enough for four. The files that a process runs share its modules and its Chromium, those of a run what Node
// has compiled of the programs that they start. `npm test` runs both projects at a time: much of what they do is
// waiting. An app of Next.js that several files test is built once, for all of them.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'e2e',
          include: ['tools/e2e/*.e2e.test.ts'],
          exclude: shared,
          globalSetup: ['tools/e2e/compile-cache.ts', 'tools/e2e/next-builds.ts'],
          isolate: false,
          setupFiles: 'test-kit/shared-process',
          maxWorkers: Math.min(4, availableParallelism() + 1),
          sequence: { groupOrder: 0 },
          ...timeouts,
        },
      },
      {
        test: {
          name: 'one-at-a-time',
          include: shared,
          globalSetup: 'tools/e2e/compile-cache.ts',
          maxWorkers: 1,
          env: { PORT_BLOCK: '0' },
          sequence: { groupOrder: 1 },
          ...timeouts,
        },
      },
    ],
  },
})
