import { createRequire } from 'node:module'
import { defineConfig, type Options } from 'tsup'

const shared: Options = {
  format: ['esm'],
  platform: 'node',
  target: 'node22',
  sourcemap: true,
  treeshake: true,
  // node:sqlite has no other name.
  removeNodeProtocol: false,
}

// The entry for Node is CommonJS, which a bundle of modules cannot have inside.
const yamlModules = createRequire(import.meta.url)
  .resolve('yaml/package.json')
  .replace('package.json', 'browser/index.js')

export default defineConfig([
  { ...shared, entry: ['src/index.ts', 'src/playwright.ts', 'src/redirect.ts', 'src/vitest.ts'], clean: true },
  // One file with its packages inside starts in half the time; what is imported lazily stays apart. The container image
  // has no other packages.
  {
    ...shared,
    entry: { cli: 'src/cli/cli.ts' },
    noExternal: [/^[^.]/],
    esbuildOptions(options) {
      options.alias = { yaml: yamlModules }
    },
    sourcemap: false,
  },
  // CommonJS, which Node loads into all threads, and one file, because every Node below exec reads it.
  { ...shared, entry: { 'redirect-connections': 'src/cli/redirect/preload.ts' }, format: ['cjs'], sourcemap: false },
])
