import { fileURLToPath } from 'node:url'
import type { BuildOptions } from 'esbuild'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'

/** Bundles TypeScript that imports the sources of this package by `./`, as an application's bundler would. */
export const bundleSource = (contents: string, options: BuildOptions): Promise<string> =>
  bundleText(contents, fileURLToPath(new URL('../src', import.meta.url)), { ...forAnyRuntime, ...options })
