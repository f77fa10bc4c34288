import { defineConfig } from 'vitest/config'

// Tests that start servers and a browser. They run one after the other.
export default defineConfig({
  test: { include: ['tools/e2e/*.e2e.test.ts'], fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
})
