import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'

/** Bundles TypeScript that imports the sources of this package by `./`, as an application's bundler would. */
export async function bundleSource(contents: string, options: BuildOptions): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: fileURLToPath(new URL('../src', import.meta.url)), loader: 'ts' },
    bundle: true,
    platform: 'neutral',
    ...options,
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
