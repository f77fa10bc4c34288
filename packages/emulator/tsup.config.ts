import { createRequire } from 'node:module'
import { defineConfig, type Options } from 'tsup'

// Without source maps, which would be larger than the code: it is not minified, and its names are those of the sources.
const shared: Options = {
  platform: 'node',
  target: 'node22',
  treeshake: true,
  // node:sqlite has no other name.
  removeNodeProtocol: false,
}

// The entry for Node is CommonJS, which a bundle of modules cannot have inside.
const yamlModules = createRequire(import.meta.url)
  .resolve('yaml/package.json')
  .replace('package.json', 'browser/index.js')

export default defineConfig([
  // What the command line and the library share is in the package once. All packages but the test runners are inside: few
  // files start in half the time of many, and the container image has no other packages. What is imported lazily stays apart.
  {
    ...shared,
    entry: {
      cli: 'src/cli/cli.ts',
      index: 'src/index.ts',
      playwright: 'src/playwright.ts',
      react: 'src/react.ts',
      redirect: 'src/redirect.ts',
      // Ruby loads it below exec.
      'redirect-net-http': 'src/cli/redirect/net-http.rb',
      vitest: 'src/vitest.ts',
    },
    loader: { '.rb': 'copy' },
    format: ['esm'],
    noExternal: [/^(?!@playwright\/test|vitest)[^.]/],
    esbuildOptions(options) {
      options.alias = { yaml: yamlModules }
    },
    clean: true,
  },
  // CommonJS, which Node loads into all threads, and one file, because every Node below exec reads it.
  { ...shared, entry: { 'redirect-connections': 'src/cli/redirect/preload.ts' }, format: ['cjs'] },
  // Apart from the others: it must not share a file that needs Node. Wrangler bundles it again.
  { ...shared, entry: ['src/worker.ts'], format: ['esm'], splitting: false },
])
