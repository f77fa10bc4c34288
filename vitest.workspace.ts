import { availableParallelism } from 'node:os'
import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

// The name of a test file says where it runs: `x.test.ts` in every runtime, `x.node.test.ts` on Node only (files,
// sockets, child processes). Type tests are `x.test-d.ts`.
//
// The files of `edge` and `workerd` share one environment each: `isolate: false` takes a quarter of the time. The files of
// core also run isolated, in `node`, where some depend on modules that nothing has used before. The others share the
// modules of their processes on Node as well: those of the emulator, which has the most modules, in `emulator`, the rest
// in `node-shared`.
const everywhere = [
  'packages/{core,management,mcp,session,webhooks}/src/**/*.test.ts',
  'adapters/{hono,cloudflare,itty-router}/src/**/*.test.ts',
]
const emulator = 'packages/emulator/src/**/*.test.ts'
const sharing = ['packages/{management,mcp,session,webhooks}', 'adapters/*'].map(
  (folder) => `${folder}/{src,test}/**/*.test.ts`,
)
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
          include: ['packages/*/{src,test}/**/*.test.ts', 'bench/src/**/*.node.test.ts'],
          exclude: [emulator, ...sharing, ...generated],
          testTimeout: 30_000,
          typecheck: {
            enabled: true,
            include: ['{packages,adapters}/*/src/**/*.test-d.ts'],
            tsconfig: './tsconfig.vitest.json',
          },
        },
      },
      { test: { name: 'node-shared', include: sharing, testTimeout: 30_000, isolate: false } },
      {
        test: {
          name: 'emulator',
          include: [emulator],
          isolate: false,
          setupFiles: 'packages/emulator/test/shared-process.ts',
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
      { test: { name: 'recipes', include: ['docs/recipes/{src,test}/**/*.node.test.ts'], testTimeout: 30_000 } },
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
