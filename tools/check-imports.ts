// The rules for imports (docs/architecture.md). They keep the request path free of dependencies, the emulator independent
// of the code that is tested with it, and adapters small and without rules about tokens. Reads every source file that is
// shipped and the test kit; tests may import anything.
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { exampleProblems } from './imports/examples.ts'
import { importsOf, withoutComments } from './imports/imports-of.ts'
import { roomProblems } from './imports/rooms.ts'
import { testKitProblems } from './imports/test-kit.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

interface Rule {
  readonly files: string
  /** Packages these files may import, by name or by pattern; relative imports are always looked at for cycles. */
  readonly packages: RegExp
  /** Globals of one runtime that must not be asked for here. */
  readonly sniffing?: RegExp
  /** Words of code that reads tokens or keys. */
  readonly tokens?: RegExp
}

const own = '@propelauth-edge'
const runtimeGlobals = /\b(process|navigator|Deno|Bun|EdgeRuntime|WebSocketPair)\b\s*[.?!(]/
/** A rule about tokens belongs into core, not into an adapter. */
const tokenWork = /['"`]authorization['"`]|\b(crypto|atob|btoa|claims|signature|kid)\b/i

/** An adapter gives what core gives, so that one install serves under every package manager. */
const wholeCore = /^export \* from '@propelauth-edge\/core(\/testing)?'$/gm
/** A long index may be in parts. They name what they export. */
const indexParts = /^export \* from '\.\/public-[\w-]+\.js'$/gm

const rules: readonly Rule[] = [
  { files: 'packages/core/src/testing/**/*.ts', packages: /^$/ },
  { files: 'packages/core/src/token/runtime.ts', packages: /^$/ },
  { files: 'packages/core/src/**/*.ts', packages: /^$/, sniffing: runtimeGlobals },
  { files: 'packages/management/src/options/production.ts', packages: /^$/ },
  { files: 'packages/management/src/**/*.ts', packages: /^$/, sniffing: runtimeGlobals },
  { files: 'packages/webhooks/src/**/*.ts', packages: /^$/, sniffing: runtimeGlobals },
  {
    files: 'packages/test-kit/src/**/*.ts',
    packages: new RegExp(
      `^(${own}/core(/testing)?|node:.+|@modelcontextprotocol/client|esbuild|miniflare|playwright-core|vitest)$`,
    ),
  },
  // The types of the session alone: a page gets no code of the server.
  { files: 'packages/session/src/client/**/*.ts', packages: new RegExp(`^${own}/core$`), sniffing: runtimeGlobals },
  {
    files: 'packages/session/src/**/*.ts',
    packages: new RegExp(`^${own}/(core(/adapter)?|management)$`),
    sniffing: runtimeGlobals,
  },
  {
    files: 'packages/mcp/src/**/*.ts',
    packages: new RegExp(`^${own}/core(/adapter)?$`),
    sniffing: runtimeGlobals,
  },
  // Each test runner is a peer of one subpath.
  { files: 'packages/emulator/src/testing/playwright.ts', packages: /^@playwright\/test$/ },
  { files: 'packages/emulator/src/testing/vitest.ts', packages: /^vitest$/ },
  // Its types alone.
  { files: 'packages/emulator/src/testing/persona-props.ts', packages: /^@propelauth\/react$/ },
  {
    files: 'packages/emulator/src/**/*.ts',
    packages: new RegExp(
      `^(${own}/management/contract|node:.+|hono(/.+)?|@hono/node-server|jose|yaml|bcryptjs|uqr|@noble/hashes/.+)$`,
    ),
  },
  // Only the subpath `session` of an adapter imports session.
  {
    files: 'adapters/hono/src/session*.ts',
    packages: new RegExp(`^(${own}/(core(/adapter)?|session)|hono(/.+)?)$`),
    sniffing: runtimeGlobals,
    tokens: tokenWork,
  },
  {
    files: 'adapters/hono/src/**/*.ts',
    packages: new RegExp(`^(${own}/core(/kv|/adapter|/testing)?|hono(/.+)?)$`),
    sniffing: runtimeGlobals,
    tokens: tokenWork,
  },
  {
    files: 'adapters/cloudflare/src/**/*.ts',
    packages: new RegExp(`^${own}/core(/kv|/adapter|/testing)?$`),
    sniffing: runtimeGlobals,
    tokens: tokenWork,
  },
  {
    files: 'adapters/itty-router/src/**/*.ts',
    packages: new RegExp(`^(${own}/core(/kv|/adapter|/testing)?|itty-router)$`),
    sniffing: runtimeGlobals,
    tokens: tokenWork,
  },
  // Only the subpaths `server` and `session` import Next.js.
  {
    files: 'adapters/next/src/session*.ts',
    packages: new RegExp(
      `^(${own}/core(/adapter)?|${own}/session|next/(headers|server|dist/client/components/redirect)\\.js)$`,
    ),
    sniffing: runtimeGlobals,
    tokens: tokenWork,
  },
  {
    files: 'adapters/next/src/server*.ts',
    packages: new RegExp(`^(${own}/core(/adapter)?|next/(cache|headers)\\.js)$`),
    sniffing: runtimeGlobals,
    tokens: tokenWork,
  },
  {
    files: 'adapters/next/src/**/*.ts',
    packages: new RegExp(`^(${own}/core(/adapter|/testing)?|next/server\\.js)$`),
    sniffing: runtimeGlobals,
    tokens: tokenWork,
  },
]

const isTest = (file: string) => /\.test(-d)?\.ts$/.test(file)
const problems = [...exampleProblems(root), ...testKitProblems(root)]
const graph = new Map<string, string[]>()
const seen = new Set<string>()

function checkFile(file: string, rule: Rule) {
  const source = withoutComments(readFileSync(join(root, file), 'utf8'))
  const imports = importsOf(source)
  for (const name of imports.filter((found) => !found.startsWith('.')))
    if (!rule.packages.test(name)) problems.push(`${file} imports ${name}`)
  const sniffed = rule.sniffing?.exec(source)
  if (sniffed) problems.push(`${file} asks its runtime: ${sniffed[0]}`)
  const aboutTokens = rule.tokens?.exec(source)
  if (aboutTokens) problems.push(`${file} looks at tokens: ${aboutTokens[0]}. That belongs into core`)
  const others = source.replace(file.startsWith('adapters/') ? wholeCore : indexParts, '')
  if (/\bexport\s*\*/.test(others)) problems.push(`${file} exports *: name what is public`)
  if (/(^|\/)utils?\.ts$/.test(file)) problems.push(`${file} is a drawer: name what it holds`)
  const local = imports.filter((name) => name.startsWith('.'))
  graph.set(
    file,
    local.map((name) => normalize(join(dirname(file), name.replace(/\.js$/, '.ts')))),
  )
}

for (const rule of rules)
  for (const file of globSync(rule.files, { cwd: root }))
    if (!isTest(file) && !seen.has(file)) {
      seen.add(file)
      checkFile(file, rule)
    }

problems.push(...roomProblems(graph))

function findCycle(file: string, path: readonly string[], done: Set<string>): readonly string[] | undefined {
  if (path.includes(file)) return [...path.slice(path.indexOf(file)), file]
  if (done.has(file)) return undefined
  for (const next of graph.get(file) ?? []) {
    const cycle = findCycle(next, [...path, file], done)
    if (cycle) return cycle
  }
  done.add(file)
  return undefined
}

for (const [file, imports] of graph)
  for (const name of imports)
    if (!existsSync(join(root, name))) problems.push(`${file} imports ${name}, which is not there`)
const done = new Set<string>()
for (const file of graph.keys()) {
  const cycle = findCycle(file, [], done)
  if (cycle) {
    problems.push(`a cycle: ${cycle.join(' → ')}`)
    break
  }
}

/** An adapter translates and does nothing else: the code of a subpath that runs stays below this. */
const maxAdapterLines = (subpath: string) => (subpath === './session' ? 110 : 80)

/** Lines of code that runs: no blanks, comments, types, imports or re-exports. */
function linesOf(file: string): number {
  const source = withoutComments(readFileSync(join(root, file), 'utf8'))
  const types = /^(export )?(interface [\s\S]*?^\}|type [\s\S]*?(?=^\S))/gm
  const rest = source.replace(types, '').replace(/^(import|export) (type )?\{[^}]*\} from '[^']+'$/gm, '')
  return rest.split('\n').filter((line) => line.trim() !== '').length
}

function reachedFrom(file: string, found = new Set<string>()): Set<string> {
  if (found.has(file)) return found
  found.add(file)
  for (const next of graph.get(file) ?? []) reachedFrom(next, found)
  return found
}

let longest = 0
for (const manifest of globSync('adapters/*/package.json', { cwd: root })) {
  const { exports } = JSON.parse(readFileSync(join(root, manifest), 'utf8')) as { exports: Record<string, unknown> }
  for (const subpath of Object.keys(exports).filter((name) => !name.endsWith('.json'))) {
    const entry = join(dirname(manifest), 'src', `${subpath === '.' ? 'index' : subpath.slice(2)}.ts`)
    const lines = [...reachedFrom(entry)].reduce((total, file) => total + linesOf(file), 0)
    const most = maxAdapterLines(subpath)
    if (lines >= most) problems.push(`${entry} takes ${lines} lines of code: an adapter stays below ${most}`)
    longest = Math.max(longest, lines)
  }
}

if (problems.length > 0) {
  console.error(problems.join('\n'))
  process.exit(1)
}
console.log(
  `${seen.size} files import only what they may, without a cycle; no adapter takes more than ${longest} lines`,
)
