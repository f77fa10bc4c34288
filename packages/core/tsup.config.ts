import { defineConfig } from 'tsup'

/** The bundler imports shared chunks for their side effects, of which there are none, and consumers get a warning. */
const withoutBareImports = {
  name: 'without-bare-imports',
  renderChunk: (code: string) => ({ code: code.replace(/^import ["']\.\/chunk-[^"']+["'];$/gm, '') }),
}

export default defineConfig({
  entry: ['src/index.ts', 'src/adapter.ts', 'src/kv.ts', 'src/testing.ts', 'src/verifier.ts'],
  format: ['esm'],
  platform: 'neutral',
  target: 'es2022',
  clean: true,
  sourcemap: true,
  plugins: [withoutBareImports],
})
