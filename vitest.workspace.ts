import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

// The name of a test file says where it runs: `x.test.ts` in every runtime, `x.node.test.ts` on Node only (files,
// sockets, child processes). Type tests are `x.test-d.ts`.
//
// Most files share the modules and globals of their process with others: it takes a fraction of the time. Each leaves
// them as it has found them. Those of the emulator, which has the most modules, are in `emulator`. A process of its own
// has, in `node`, a file that loads modules afresh or measures the memory of its process. The two that take longest are
// there as well, since its files start first.
const everywhere = [
  'packages/{core,management,mcp,session,webhooks}/src/**/*.test.ts',
  'adapters/{hono,cloudflare,itty-router}/src/**/*.test.ts',
]
const emulator = 'packages/emulator/src/**/*.test.ts'
const alone = globSync('{packages,adapters}/*/{src,test}/**/*.test.ts', { cwd: import.meta.dirname }).filter((file) =>
  /vi\.resetModules|test-kit\/held-bytes/.test(readFileSync(new URL(file, import.meta.url), 'utf8')),
)
const isolated = [...alone, 'packages/core/{src,test}/**/{differential,fault-schedules}.node.test.ts']
const generated = ['**/node_modules/**', '**/dist/**']
const nodeOnly = ['**/*.node.test.ts', ...generated]

export default defineConfig({
  test: {
    // Browsers, servers and timers make tests wait: one process more than processors keeps all of them busy.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        test: {
          name: 'node',
          include: isolated,
          testTimeout: 30_000,
          typecheck: {
            enabled: true,
            include: ['{packages,adapters}/*/src/**/*.test-d.ts'],
            tsconfig: './tsconfig.vitest.json',
          },
        },
      },
      {
        test: {
          name: 'node-shared',
          include: ['{packages,adapters}/*/{src,test}/**/*.test.ts', 'bench/src/**/*.node.test.ts'],
          exclude: [emulator, ...isolated, ...generated],
          isolate: false,
          setupFiles: 'test-kit/shared-process',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'emulator',
          include: [emulator],
          isolate: false,
          // Both run for each file. What one of them imports would run once for a process.
          setupFiles: ['packages/emulator/test/close-emulators.ts', 'test-kit/shared-process'],
          testTimeout: 30_000,
          // One builds an app.
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'edge',
          environment: 'edge-runtime',
          isolate: false,
          include: everywhere,
          exclude: nodeOnly,
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'recipes',
          include: ['docs/recipes/{src,test}/**/*.node.test.ts'],
          isolate: false,
          testTimeout: 30_000,
        },
      },
      {
        plugins: [cloudflareTest({ miniflare: { compatibilityDate: '2026-11-01', kvNamespaces: ['KV'] } })],
        test: { name: 'workerd', include: everywhere, exclude: nodeOnly, testTimeout: 30_000, isolate: false },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['{packages,adapters}/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
    },
  },
})
