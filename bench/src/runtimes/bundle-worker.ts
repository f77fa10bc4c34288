import { build } from 'esbuild'

/** A module that exists as text only, with the folder against which its imports are resolved. */
export interface WorkerEntry {
  readonly contents: string
  readonly resolveDir: string
}

/** One module, as wrangler makes it; CommonJS packages ask for Node's modules by `require`. */
export async function bundleWorker(entry: WorkerEntry): Promise<string> {
  const { outputFiles } = await build({
    stdin: { ...entry, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: ['node:*', 'crypto', 'util', 'buffer', 'url', 'https', 'fs', 'path'],
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire('/');" },
  })
  return outputFiles[0]?.text ?? ''
}
