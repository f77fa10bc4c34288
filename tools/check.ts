// Behind `npm test`: runs every check, also after one has failed. The last line counts them; the one before it, tests that
// cannot run here.
import { type SpawnOptions, spawn } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join } from 'node:path'
import { publishedPackages } from './published-packages.ts'
import { root } from './services.ts'

const reports = join(root, '.reports')

// For tsc and esbuild, which are programs in Go: collecting garbage less often saves a fifth of the time of a type check.
process.env.GOGC ??= '400'

let passed = 0
let failed = 0
let skipped = 0

/** A program that checks something by its exit code. */
interface Check {
  readonly title: string
  readonly command: string
  readonly args: readonly string[]
  readonly cwd: string
}

/** Runs a program to its end. With `stdio: 'pipe'`, its output is printed then, so that those of two do not mix. */
async function run({ title, command, args, cwd }: Check, stdio: SpawnOptions['stdio']): Promise<boolean> {
  const startedAt = Date.now()
  const child = spawn(command, args, { cwd, stdio })
  const output: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => output.push(chunk))
  const ok = await new Promise<boolean>((resolve) => {
    child.once('error', (error) => {
      output.push(Buffer.from(`${error.message}\n`))
      resolve(false)
    })
    child.once('close', (status) => resolve(status === 0))
  })
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1)
  process.stdout.write(Buffer.concat(output))
  console.log(`${ok ? '✓' : '✗'} ${title} (${seconds} s)\n`)
  return ok
}

/** Runs as many of the checks at a time as there are processors. */
async function runAll(checks: readonly Check[]): Promise<void> {
  const waiting = checks.values()
  const runOneAfterTheOther = async () => {
    for (const check of waiting) (await run(check, ['ignore', 'pipe', 'pipe'])) ? passed++ : failed++
  }
  await Promise.all(Array.from({ length: availableParallelism() }, runOneAfterTheOther))
}

/** Runs tests and counts each of them. A run that fails without a failed test counts as one failure. */
async function countTests(title: string, options: readonly string[], stdio: SpawnOptions['stdio'] = 'inherit') {
  const report = join(reports, `${title.replaceAll(' ', '-')}.json`)
  rmSync(report, { force: true })
  const args = ['run', ...options, '--reporter=default', '--reporter=json', `--outputFile=${report}`]
  const ok = await run(check(title, 'vitest', args), stdio)
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
  passed += result.numPassedTests ?? 0
  failed += result.numFailedTests || (ok ? 0 : 1)
  skipped += result.numPendingTests ?? 0
}

const check = (title: string, command: string, args: readonly string[], cwd = root): Check => ({
  title,
  command,
  args,
  cwd,
})

/** The frameworks of these apps generate types: their end-to-end tests check them. */
const appConfigs = [
  'examples/*/{,page/}tsconfig.json',
  'docs/recipes/**/tsconfig.json',
  'packages/*/test/*/tsconfig.json',
]
const typeConfigs = globSync(appConfigs, {
  cwd: root,
  exclude: ['**/node_modules', 'docs/recipes/src/sessions'],
})

const packing = publishedPackages.map(({ home, folder, tarball }) =>
  check(`tarball of package ${home}`, 'pnpm', ['pack', '--silent', '--out', tarball], folder),
)

/** On one thread: several would do a part of the work twice, and `runAll` keeps the processors busy. */
const typesCheck = (title: string, config: string) => check(title, 'tsc', ['-p', config, '--singleThreaded'])

const checks = [
  typesCheck('types', 'tsconfig.json'),
  check('types of the packages', 'node', ['tools/check-package-types.ts']),
  ...typeConfigs.map((config) => typesCheck(`types of ${dirname(config)}`, config)),
  check('bindings of the examples', 'node', ['tools/check-bindings.ts']),
  check('lint', 'biome', ['ci', '.']),
  check('import rules', 'node', ['tools/check-imports.ts']),
  check('nothing unused', 'knip', []),
  check('examples in the docs', 'node', ['tools/check-snippets.ts']),
  check('generated pages', 'node', ['tools/docs.ts', '--check']),
  check('code in the recipes', 'node', ['tools/recipes.ts', '--check']),
  check('generated pages of management', 'node', ['packages/management/scripts/docs.ts', '--check']),
  check('generated page of the emulator', 'node', ['packages/emulator/scripts/docs.ts', '--check']),
  ...publishedPackages.map(({ home, folder }) => check(`package ${home}`, 'publint', ['--strict'], folder)),
]

mkdirSync(reports, { recursive: true })

if (await run(check('build', 'pnpm', ['build']), 'inherit')) {
  passed++
  await runAll(packing)
  await runAll(checks)
  await countTests('tests', ['--config=vitest.workspace.ts'])
  const endToEnd = ['--config=vitest.e2e.ts', '--project']
  await Promise.all([
    countTests('end-to-end tests', [...endToEnd, 'e2e']),
    countTests('end-to-end tests one at a time', [...endToEnd, 'one-at-a-time'], ['ignore', 'pipe', 'pipe']),
  ])
} else failed++

if (skipped > 0) console.log(`${skipped} skipped`)
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
