import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { awsJwtVerify } from '../subjects/aws-jwt-verify.ts'
import { clerkBackend } from '../subjects/clerk-backend.ts'
import { fastJwt } from '../subjects/fast-jwt.ts'
import { honoJwk } from '../subjects/hono-jwk.ts'
import { honoJwt } from '../subjects/hono-jwt.ts'
import { jose } from '../subjects/jose.ts'
import { propelAuthEdge, propelAuthEdgeFixedKeys } from '../subjects/propelauth-edge.ts'
import { propelAuthNode } from '../subjects/propelauth-node.ts'
import type { Subject } from '../subjects/subject.ts'

/** A subject and the module that holds it, to be loaded without the others. */
export interface Starter {
  readonly subject: Subject
  readonly module: string
}

export const starters: readonly Starter[] = [
  { subject: propelAuthEdge, module: 'propelauth-edge' },
  { subject: propelAuthEdgeFixedKeys, module: 'propelauth-edge' },
  { subject: jose, module: 'jose' },
  { subject: fastJwt, module: 'fast-jwt' },
  { subject: awsJwtVerify, module: 'aws-jwt-verify' },
  { subject: honoJwt, module: 'hono-jwt' },
  { subject: honoJwk, module: 'hono-jwk' },
  { subject: clerkBackend, module: 'clerk-backend' },
  { subject: propelAuthNode, module: 'propelauth-node' },
]

/** `installed`: packages are found in node_modules; `bundled`: one file. */
export type Packaging = 'installed' | 'bundled'

const folder = fileURLToPath(new URL('../../dist', import.meta.url))

export const fileOf = (name: string, packaging: Packaging): string => join(folder, packaging, `${name}.mjs`)

const toPath = (module: string) => fileURLToPath(new URL(module, import.meta.url))

/** Compiles the subjects beforehand, so that Node need not strip types; the output lies where packages are found. */
export async function buildStarters(): Promise<void> {
  const options = {
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    outExtension: { '.js': '.mjs' },
  } as const
  const modules = starters.map(({ module }) => toPath(`../subjects/${module}.ts`))
  const entryPoints = [...modules, toPath('./child.ts')]
  // CommonJS packages ask for Node's modules by `require`.
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" }
  const outputs = { installed: { packages: 'external' }, bundled: { minify: true, banner } } as const
  for (const [packaging, how] of Object.entries(outputs))
    await build({ ...options, ...how, entryPoints, entryNames: '[name]', outdir: join(folder, packaging) })
}
