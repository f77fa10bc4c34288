import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { convertV4MiniflareOptions, Miniflare } from 'miniflare'
import type { Job } from '../job.ts'
import type { Measurement } from '../measure.ts'

/** Beyond this date of behaviour, Node's modules are there: some of the peers need them. */
const compatibilityDate = '2026-11-01'

/** One module, as wrangler makes it; CommonJS packages ask for Node's modules by `require`. */
async function bundleWorker(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(import.meta.resolve('./worker.ts'))],
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

/** workerd's clock stands still while no I/O happens, so it asks this process for the time and pays the way there. */
export async function runInWorkerd(job: Job, tokenPath: string): Promise<Measurement[]> {
  const tokens = readFileSync(tokenPath)
  const outside = (request: { url: string }) =>
    new Response(request.url.endsWith('/tokens') ? tokens : String(performance.now()))
  const miniflare = new Miniflare(
    convertV4MiniflareOptions({
      modules: true,
      script: await bundleWorker(),
      compatibilityDate,
      cf: false,
      serviceBindings: { OUTSIDE: outside },
    }),
  )
  try {
    const response = await miniflare.dispatchFetch('https://bench.invalid/', {
      method: 'POST',
      body: JSON.stringify(job),
    })
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as Measurement[]
  } finally {
    await miniflare.dispose()
  }
}
