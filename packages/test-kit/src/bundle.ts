import { type BuildOptions, build } from 'esbuild'

/** How wrangler resolves packages for a Worker. */
export const forWorkers = { conditions: ['workerd', 'worker', 'browser'] } satisfies BuildOptions

/** For a runtime of no particular kind. */
export const forAnyRuntime = { platform: 'neutral' } satisfies BuildOptions

/** Bundles to one text, an ECMAScript module unless another format is asked for. A warning is an error. */
export async function bundle(options: BuildOptions): Promise<string> {
  const { outputFiles, warnings } = await build({
    bundle: true,
    format: 'esm',
    logLevel: 'silent',
    ...options,
    write: false,
  })
  if (warnings.length > 0) throw new Error(`esbuild warns: ${warnings.map(({ text }) => text).join('; ')}`)
  const [file, ...others] = outputFiles
  if (!file || others.length > 0) throw new Error(`esbuild made ${outputFiles.length} files instead of one`)
  return file.text
}

/** The same for a program that is a text and stands in this folder. */
export const bundleText = (contents: string, resolveDir: string, options: BuildOptions): Promise<string> =>
  bundle({ stdin: { contents, resolveDir, loader: 'ts' }, absWorkingDir: resolveDir, ...options })
