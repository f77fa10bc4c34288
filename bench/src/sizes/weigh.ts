import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { type Entry, ourEntries, peerEntries } from './entries.ts'

export interface Size {
  readonly name: string
  readonly minified: number
  readonly gzip: number
}

const resolveDir = fileURLToPath(new URL('.', import.meta.url))

export async function weigh({ name, code, external = [] }: Entry): Promise<Size> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir, loader: 'js' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    conditions: ['workerd', 'worker', 'browser'],
    external: [...external],
    logLevel: 'silent',
    logOverride: { 'import-is-undefined': 'error' },
  })
  const bytes = outputFiles[0]?.contents ?? new Uint8Array()
  return { name, minified: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length }
}

/** Bundles as wrangler would ship them, ours and others. One that cannot be built is reported and left out. */
export async function weighAll(): Promise<Size[]> {
  const entries = [...ourEntries(), ...peerEntries]
  const sizes = await Promise.allSettled(entries.map(weigh))
  return sizes.flatMap((size, index) => {
    if (size.status === 'fulfilled') return size.value
    console.error(`no size of ${entries[index]?.name}: ${size.reason}`)
    return []
  })
}
