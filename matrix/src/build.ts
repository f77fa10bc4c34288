import { join } from 'node:path'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { bundle, forWorkers } from 'test-kit/bundle'

const root = join(import.meta.dirname, '..')

/** The Hono app once more, with the built adapter on the oldest Hono: a bundle of its own, since both ask for `hono`. */
const honoOldest: Plugin = {
  name: 'hono-oldest',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^virtual:hono-oldest$/ }, ({ path }) => ({ path, namespace: 'hono-oldest' }))
    onLoad({ filter: /.*/, namespace: 'hono-oldest' }, async () => {
      const entryPoints = [join(root, 'src/apps/hono.ts')]
      const contents = await bundle({ ...common, entryPoints, alias: { ...common.alias, hono: 'hono-oldest' } })
      return { contents, loader: 'js' }
    })
  },
}

/** The test code of the session imports its source; here it gets the built package. */
const builtSession: Plugin = {
  name: 'built-session',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\.\.\/src\/index\.js$/ }, ({ kind }) =>
      resolve('@propelauth-edge/session', { kind, resolveDir: root }),
    )
  },
}

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  mainFields: ['module', 'main'],
  // TypeScript, which not every runtime can load: a part of each program, also where packages are not.
  alias: { 'test-kit': join(root, '../packages/test-kit/src') },
  logLevel: 'silent',
} satisfies BuildOptions

const plugins = [honoOldest, builtSession]

/** For runtimes with a package resolution of their own: all but our cases and apps is imported as published. */
export async function buildProgram(host: 'node' | 'deno' | 'bun'): Promise<string> {
  const outfile = join(root, 'dist', `${host}.mjs`)
  const entryPoints = [join(root, 'src/hosts', `${host}.ts`)]
  await build({ ...common, entryPoints, outfile, packages: 'external', plugins })
  return outfile
}

/** For runtimes that take one file. */
export async function buildBundle(host: 'worker' | 'edge-vm'): Promise<string> {
  const entryPoints = [join(root, 'src/hosts', `${host}.ts`)]
  const format = host === 'worker' ? 'esm' : 'iife'
  return bundle({ ...common, ...forWorkers, entryPoints, format, globalName: 'bundle', plugins })
}
