import { defineConfig } from 'tsup'

export default defineConfig({
  entry: ['src/index.ts', 'src/kv.ts'],
  format: ['esm'],
  platform: 'neutral',
  target: 'es2022',
  clean: true,
  sourcemap: true,
  treeshake: true,
  // Puts numbers where their names are used, which the bundler of an app cannot do.
  esbuildOptions(options) {
    options.minifySyntax = true
  },
})
