// Compiles every TypeScript example of the READMEs, the docs and the docstrings, as a reader would paste it: with the
// public names of core in scope, and a handful of things that the text around it speaks of.
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './services.ts'

const folder = join(root, '.reports/snippets')

/** Public names of a built module, so that an example may leave out the import of what it is an example of. */
async function globalsOf(name: string, file: string): Promise<string[]> {
  const module = await import(join(root, file))
  return Object.keys(module).map((key) => `  var ${key}: typeof import('${name}').${key}`)
}

const packages = {
  '@propelauth-edge/core': 'packages/core/dist/index.js',
  '@propelauth-edge/core/kv': 'packages/core/dist/kv.js',
  '@propelauth-edge/core/testing': 'packages/core/dist/testing.js',
}

const surroundings = `  interface Env {
    readonly PROPELAUTH_AUTH_URL: string
    readonly PROPELAUTH_API_KEY: string
    readonly JWKS: import('@propelauth-edge/core/kv').KvLike
  }
  var env: Env
  var request: Request
  var orgId: string
  var user: import('@propelauth-edge/core').User
  var issuer: import('@propelauth-edge/core/testing').TestIssuer
  var propelAuth: import('@propelauth-edge/core').PropelAuth
  var handler: (request: Request, context: { user: import('@propelauth-edge/core').User }) => Response
  function deleteProject(): Promise<void>
  function codeOf(token: string): Promise<string>
  function test(title: string, run: () => unknown): void
  function expect(value: unknown): { toBe(other: unknown): void; toEqual(other: unknown): void }
  var Deno: { serve(handler: (request: Request) => Response | Promise<Response>): void }
  var Bun: { serve(options: { fetch(request: Request): Response | Promise<Response> }): void }
  type RouteContext<Path extends string> = { params: Promise<Record<'id', string>> }`

/** Fenced \`ts\` blocks, also behind the asterisks of a docstring. A block marked \`ts no-check\` is not compiled. */
function blocksOf(text: string): string[] {
  const plain = text.replace(/^[ \t]*\* ?/gm, '')
  return Array.from(plain.matchAll(/^```ts\n([\s\S]*?)^```/gm), ([, code]) => code ?? '')
}

const sources = globSync(
  ['README.md', 'docs/**/*.md', '{packages,adapters}/*/README.md', '{packages,adapters}/*/src/**/*.ts'],
  {
    cwd: root,
    exclude: (name) => /node_modules|dist/.test(name),
  },
)

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })

const globals = (await Promise.all(Object.entries(packages).map(([name, file]) => globalsOf(name, file)))).flat()
writeFileSync(join(folder, 'globals.d.ts'), `export {}\ndeclare global {\n${globals.join('\n')}\n${surroundings}\n}\n`)

let count = 0
for (const source of sources.toSorted())
  for (const code of blocksOf(readFileSync(join(root, source), 'utf8'))) {
    count++
    const name = `${String(count).padStart(3, '0')}-${source.replaceAll(/[^a-z0-9]+/gi, '-')}.ts`
    // Where an example returns, it is the inside of a handler.
    const isBody = /^(?: {2})?(?:if .*)?return\b/m.test(code) && !/^import\b/m.test(code)
    writeFileSync(join(folder, name), isBody ? `export async function example() {\n${code}}\n` : `${code}\nexport {}\n`)
  }

/** Packages are found where a reader's would be: in the folder of whoever depends on them. */
const paths = {
  '@propelauth-edge/core': ['../../packages/core/dist/index.d.ts'],
  '@propelauth-edge/core/*': ['../../packages/core/dist/*.d.ts'],
  '@propelauth-edge/management': ['../../packages/management/dist/index.d.ts'],
  '@propelauth-edge/management/*': ['../../packages/management/dist/*.d.ts'],
  '@propelauth-edge/emulator': ['../../packages/emulator/dist/index.d.ts'],
  '@propelauth-edge/next/server': ['../../adapters/next/dist/server.d.ts'],
  '@propelauth-edge/hono/openapi': ['../../adapters/hono/dist/openapi.d.ts'],
  '@propelauth-edge/*': ['../../adapters/*/dist/index.d.ts'],
  hono: ['../../adapters/hono/node_modules/hono'],
  'hono/*': [
    '../../adapters/hono/node_modules/hono/dist/types/*',
    '../../adapters/hono/node_modules/hono/dist/types/middleware/*',
  ],
  'itty-router': ['../../adapters/itty-router/node_modules/itty-router'],
  'next/*': ['../../adapters/next/node_modules/next/*'],
}
const compilerOptions = { types: ['node'], noUnusedLocals: false, noUnusedParameters: false, paths }
const tsconfig = { extends: '../../tsconfig.base.json', compilerOptions, include: ['.'] }
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
const { status } = spawnSync('tsc', ['-p', folder], { stdio: 'inherit' })
if (status === 0) console.log(`${count} examples compile`)
process.exitCode = status ?? 1
