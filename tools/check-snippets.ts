// Compiles every TypeScript example of the READMEs, the docs and the docstrings, with what they leave out:
// imports of public names, and the globals below that the text around them mentions.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './services.ts'

const folder = join(root, '.reports/snippets')

interface Module {
  readonly name: string
  readonly names: readonly string[]
}

/** The public names of a built module, types included. */
function readModule(name: string, declarations: string): Module {
  const file = join(root, declarations)
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const lists = Array.from(text.matchAll(/^export (?:type )?\{([^}]*)\}/gm), ([, list = '']) => list.split(','))
  const listed = lists.flat().map((item) => /(\w+)\s*$/.exec(item)?.[1] ?? '')
  const declared = text.matchAll(/^export (?:declare )?(?:function|const|class|interface|type) (\w+)/gm)
  return { name, names: [...listed.filter(Boolean), ...Array.from(declared, ([, item = '']) => item)] }
}

const core = [
  readModule('@propelauth-edge/core', 'packages/core/dist/index.d.ts'),
  readModule('@propelauth-edge/core/kv', 'packages/core/dist/kv.d.ts'),
  readModule('@propelauth-edge/core/verifier', 'packages/core/dist/verifier.d.ts'),
  readModule('@propelauth-edge/core/adapter', 'packages/core/dist/adapter.d.ts'),
  readModule('@propelauth-edge/core/testing', 'packages/core/dist/testing.d.ts'),
]

/** What examples of a folder import first: the package itself, then its framework, then core. */
const scopes: Readonly<Record<string, readonly Module[]>> = {
  'adapters/hono': [
    readModule('@propelauth-edge/hono', 'adapters/hono/dist/index.d.ts'),
    readModule('@propelauth-edge/hono/openapi', 'adapters/hono/dist/openapi.d.ts'),
    readModule('@propelauth-edge/hono/session', 'adapters/hono/dist/session.d.ts'),
    { name: 'hono-openapi', names: ['openAPIRouteHandler'] },
    { name: '@hono/zod-openapi', names: ['createRoute', 'OpenAPIHono'] },
    { name: 'hono', names: ['Hono'] },
    { name: 'hono/cors', names: ['cors'] },
  ],
  'adapters/cloudflare': [readModule('@propelauth-edge/cloudflare', 'adapters/cloudflare/dist/index.d.ts')],
  'adapters/itty-router': [
    readModule('@propelauth-edge/itty-router', 'adapters/itty-router/dist/index.d.ts'),
    { name: 'itty-router', names: ['AutoRouter', 'Router', 'IttyRouter', 'cors', 'error', 'json'] },
  ],
  'adapters/next': [
    readModule('@propelauth-edge/next', 'adapters/next/dist/index.d.ts'),
    readModule('@propelauth-edge/next/server', 'adapters/next/dist/server.d.ts'),
    readModule('@propelauth-edge/next/session', 'adapters/next/dist/session.d.ts'),
  ],
  'packages/session': [
    readModule('@propelauth-edge/session', 'packages/session/dist/index.d.ts'),
    readModule('@propelauth-edge/session/client', 'packages/session/dist/client.d.ts'),
  ],
  'packages/mcp': [readModule('@propelauth-edge/mcp', 'packages/mcp/dist/index.d.ts')],
  'packages/webhooks': [
    readModule('@propelauth-edge/webhooks', 'packages/webhooks/dist/index.d.ts'),
    readModule('@propelauth-edge/webhooks/kv', 'packages/webhooks/dist/kv.d.ts'),
  ],
  'packages/management': [readModule('@propelauth-edge/management', 'packages/management/dist/index.d.ts')],
  'packages/emulator': [
    readModule('@propelauth-edge/emulator', 'packages/emulator/dist/index.d.ts'),
    readModule('@propelauth-edge/emulator/playwright', 'packages/emulator/dist/playwright.d.ts'),
    readModule('@propelauth-edge/emulator/react', 'packages/emulator/dist/react.d.ts'),
    readModule('@propelauth-edge/emulator/vitest', 'packages/emulator/dist/vitest.d.ts'),
  ],
}

const surroundings = `export {}
declare global {
  interface Env {
    readonly PROPELAUTH_AUTH_URL: string
    readonly PROPELAUTH_API_KEY: string
    readonly PROPELAUTH_APP_URL: string
    readonly PROPELAUTH_MCP_CLIENT_ID: string
    readonly PROPELAUTH_MCP_CLIENT_SECRET: string
    readonly PROPELAUTH_WEBHOOK_SECRET: string
    readonly JWKS: import('@propelauth-edge/core/kv').KvLike
    readonly WEBHOOKS: import('@propelauth-edge/webhooks/kv').KvLike
  }
  var env: Env
  var app: import('hono').Hono
  var request: Request
  var orgId: string
  var user: import('@propelauth-edge/core').User
  var webhooks: import('@propelauth-edge/webhooks').Webhooks
  var issuer: import('@propelauth-edge/core/testing').TestIssuer
  var mcpAuth: import('@propelauth-edge/mcp').McpAuth
  var mcp: { fetch(request: Request, options: { authInfo: object }): Promise<Response> }
  var handler: (request: Request, context: { user: import('@propelauth-edge/core').User }) => Response
  function deleteProject(): Promise<void>
  function codeOf(token: string): Promise<string>
  function test(title: string, run: () => unknown): void
  function expect(value: unknown): { toBe(other: unknown): void; toEqual(other: unknown): void }
  var Deno: { serve(handler: (request: Request) => Response | Promise<Response>): void }
  var Bun: { serve(options: { fetch(request: Request): Response | Promise<Response> }): void }
  type RouteContext<Path extends string> = { params: Promise<Record<'id', string>> }
}
`

/** Fenced \`ts\` blocks, also behind the asterisks of a docstring. */
function blocksOf(text: string): string[] {
  const plain = text.replace(/^[ \t]*\* ?/gm, '')
  return Array.from(plain.matchAll(/^```ts\n([\s\S]*?)^```/gm), ([, code = '']) => code)
}

const uses = (code: string, name: string) =>
  new RegExp(`(?<![\\w'"/-])(?<!(?<!\\.\\.)\\.)${name}\\b(?!['":-])`).test(code)
const declares = (code: string, name: string) =>
  new RegExp(`\\b(const|let|function|class|interface|type) ${name}\\b|import [^']*\\b${name}\\b[^']*'`).test(code)

/** The imports an example leaves out, from the first module that has the name. */
function missingImports(code: string, modules: readonly Module[]): string {
  const taken = new Set<string>()
  const lines = modules.map(({ name, names }) => {
    const missing = names.filter((item) => uses(code, item) && !declares(code, item) && !taken.has(item))
    for (const item of missing) taken.add(item)
    return missing.length > 0 ? `import { ${missing.join(', ')} } from '${name}'\n` : ''
  })
  return lines.join('')
}

function complete(code: string, modules: readonly Module[]): string {
  const instance = uses(code, 'propelAuth') && !declares(code, 'propelAuth')
  const owner = modules.find(({ names }) => names.includes('createPropelAuth'))?.name
  const declaration = instance
    ? `declare const propelAuth: ReturnType<typeof import('${owner}').createPropelAuth>\n`
    : ''
  // Where an example returns, it is the inside of a handler.
  const isBody = /^(try\b|(if .*)?return\b)/m.test(code)
  const imports = code.match(/^import .*$/gm)?.join('\n') ?? ''
  const body = isBody ? `${imports}\nexport async function example() {\n${code.replace(/^import .*$/gm, '')}}\n` : code
  return `${missingImports(code, modules)}${declaration}${body}\nexport {}\n`
}

const patterns = ['README.md', 'docs/**/*.md', '{packages,adapters}/*/README.md', '{packages,adapters}/*/src/**/*.ts']
// The code of the recipes is printed from files that are compiled and run.
const elsewhere = /node_modules|dist|docs\/recipes|\.test(-d)?\.ts$/
const sources = globSync(patterns, { cwd: root, exclude: (name) => elsewhere.test(name) })

rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
writeFileSync(join(folder, 'surroundings.d.ts'), surroundings)

let count = 0
for (const source of sources.toSorted()) {
  const scope = scopes[source.split('/').slice(0, 2).join('/')] ?? []
  for (const code of blocksOf(readFileSync(join(root, source), 'utf8'))) {
    count++
    const name = `${String(count).padStart(3, '0')}-${source.replaceAll(/[^a-z0-9]+/gi, '-')}.ts`
    writeFileSync(join(folder, name), complete(code, [...scope, ...core]))
  }
}

/** Packages are found where a reader's would be: in the folder of the package that depends on them. */
const paths = {
  '@propelauth-edge/core': ['../../packages/core/dist/index.d.ts'],
  '@propelauth-edge/core/*': ['../../packages/core/dist/*.d.ts'],
  '@propelauth-edge/management': ['../../packages/management/dist/index.d.ts'],
  '@propelauth-edge/management/*': ['../../packages/management/dist/*.d.ts'],
  '@propelauth-edge/session': ['../../packages/session/dist/index.d.ts'],
  '@propelauth-edge/session/*': ['../../packages/session/dist/*.d.ts'],
  '@propelauth-edge/mcp': ['../../packages/mcp/dist/index.d.ts'],
  '@propelauth-edge/webhooks': ['../../packages/webhooks/dist/index.d.ts'],
  '@propelauth-edge/webhooks/*': ['../../packages/webhooks/dist/*.d.ts'],
  '@propelauth-edge/emulator': ['../../packages/emulator/dist/index.d.ts'],
  '@propelauth-edge/emulator/*': ['../../packages/emulator/dist/*.d.ts'],
  '@propelauth-edge/next/server': ['../../adapters/next/dist/server.d.ts'],
  '@propelauth-edge/next/session': ['../../adapters/next/dist/session.d.ts'],
  '@propelauth-edge/hono/openapi': ['../../adapters/hono/dist/openapi.d.ts'],
  '@propelauth-edge/hono/session': ['../../adapters/hono/dist/session.d.ts'],
  '@propelauth-edge/hono/testing': ['../../adapters/hono/dist/testing.d.ts'],
  '@playwright/test': ['../../packages/emulator/node_modules/@playwright/test'],
  'hono-openapi': ['../../adapters/hono/node_modules/hono-openapi'],
  '@hono/zod-openapi': ['../../adapters/hono/node_modules/@hono/zod-openapi'],
  '@propelauth-edge/*': ['../../adapters/*/dist/index.d.ts'],
  hono: ['../../adapters/hono/node_modules/hono'],
  'hono/*': [
    '../../adapters/hono/node_modules/hono/dist/types/*',
    '../../adapters/hono/node_modules/hono/dist/types/middleware/*',
  ],
  'itty-router': ['../../adapters/itty-router/node_modules/itty-router'],
  'next/*': ['../../adapters/next/node_modules/next/*'],
}
const compilerOptions = {
  types: ['node'],
  noUnusedLocals: false,
  noUnusedParameters: false,
  verbatimModuleSyntax: false,
  paths,
}
const tsconfig = { extends: '../../tsconfig.base.json', compilerOptions, include: ['.'] }
writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
const { status } = spawnSync('tsc', ['-p', folder, '--singleThreaded'], { stdio: 'inherit' })
if (status === 0) console.log(`${count} examples compile`)
process.exitCode = status ?? 1
