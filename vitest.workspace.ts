import { cloudflareTest } from '@cloudflare/vitest-plugin'
import { defineConfig } from 'vitest/config'

// A test file says by its name where it runs: `x.test.ts` in every runtime, `x.node.test.ts` on Node alone (files,
// sockets, child processes). Type tests are `x.test-d.ts`.
const everywhere = [
  'packages/{core,management}/src/**/*.test.ts',
  'adapters/{hono,cloudflare,itty-router}/src/**/*.test.ts',
]
const nodeOnly = ['**/*.node.test.ts', '**/node_modules/**', '**/dist/**']

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'node',
          include: ['{packages,adapters}/*/{src,test}/**/*.test.ts', 'bench/src/**/*.node.test.ts'],
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
          name: 'edge',
          environment: 'edge-runtime',
          include: everywhere,
          exclude: nodeOnly,
          testTimeout: 30_000,
        },
      },
      { test: { name: 'recipes', include: ['docs/recipes/{src,test}/**/*.node.test.ts'], testTimeout: 30_000 } },
      {
        plugins: [cloudflareTest({ miniflare: { compatibilityDate: '2026-11-01', kvNamespaces: ['KV'] } })],
        test: { name: 'workerd', include: everywhere, exclude: nodeOnly, testTimeout: 30_000 },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['{packages,adapters}/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
    },
  },
})
