import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { atExit } from '../runtimes/at-exit.ts'
import type { LibraryFile } from '../subjects/library.ts'
import { addWorktree, commitOfCheckout, toCommit } from './git.ts'

const dist = fileURLToPath(new URL('../../dist', import.meta.url))

/** The published entry points that are measured, by the paths that the packages have had from the beginning. */
const toEntry = (checkout: string) => `
  export { createPropelAuth as createCore } from ${JSON.stringify(join(checkout, 'packages/core/dist/index.js'))}
  export { createPropelAuth as createHono } from ${JSON.stringify(join(checkout, 'adapters/hono/dist/index.js'))}
`

async function pnpm(cwd: string, args: readonly string[]) {
  const running = promisify(execFile)('pnpm', args, { cwd, maxBuffer: 2 ** 26 })
  const forget = atExit(() => running.child.kill('SIGKILL'))
  try {
    await running
  } catch (cause) {
    const { stdout, stderr } = cause as { readonly stdout: string; readonly stderr: string }
    throw new Error(`pnpm ${args.join(' ')} failed:\n${stdout}${stderr}`, { cause })
  } finally {
    forget()
  }
}

/** Builds the packages with the tools and the scripts of their own commit. */
async function buildPackages(checkout: string) {
  const adapter = ['--filter', '@propelauth-edge/hono...']
  await pnpm(checkout, ['install', '--frozen-lockfile', '--prefer-offline', '--filter', 'propelauth-edge', ...adapter])
  await pnpm(checkout, [...adapter, 'run', 'build'])
}

/** A folder for builds, where this package's Hono is found: both builds run with the same one. */
function createFolder(): string {
  mkdirSync(dist, { recursive: true })
  const folder = mkdtempSync(join(dist, 'compare-'))
  atExit(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

async function bundle(checkout: string, file: string) {
  await build({
    stdin: { contents: toEntry(checkout), resolveDir: checkout, loader: 'js' },
    outfile: file,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    external: ['hono', 'hono/*', 'node:*'],
    logLevel: 'error',
  })
}

async function buildRef(ref: string | undefined, file: string): Promise<LibraryFile> {
  const commit = ref === undefined ? commitOfCheckout() : toCommit(ref)
  const worktree = addWorktree(commit)
  try {
    await buildPackages(worktree.path)
    await bundle(worktree.path, file)
  } finally {
    worktree.remove()
  }
  return { name: ref === undefined ? 'checkout' : `${ref} (${commit.slice(0, 7)})`, file }
}

/** Two builds as one file each, named apart even if both are of the same commit. */
export async function buildRefs(
  refs: readonly [string, string | undefined],
): Promise<readonly [LibraryFile, LibraryFile]> {
  const folder = createFolder()
  const first = await buildRef(refs[0], join(folder, 'first.mjs'))
  const second = await buildRef(refs[1], join(folder, 'second.mjs'))
  return [first, first.name === second.name ? { ...second, name: `${second.name} again` } : second]
}
