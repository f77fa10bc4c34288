// Behind `npm test`: runs every check, also after one has failed. The last line counts them.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { publishedPackages } from './published-packages.ts'
import { root } from './services.ts'

const reports = join(root, '.reports')

let passed = 0
let failed = 0

function run(title: string, command: string, args: readonly string[], cwd = root): boolean {
  const startedAt = Date.now()
  const { status, error } = spawnSync(command, args, { cwd, stdio: 'inherit', env: process.env })
  const ok = status === 0
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1)
  console.log(`${ok ? '✓' : '✗'} ${title} (${seconds} s)${error ? `: ${error.message}` : ''}\n`)
  return ok
}

function check(title: string, command: string, args: readonly string[], cwd?: string): boolean {
  const ok = run(title, command, args, cwd)
  ok ? passed++ : failed++
  return ok
}

/** Runs tests and counts each of them. A run that fails without a failed test counts as one failure. */
function countTests(title: string, args: readonly string[]) {
  const report = join(reports, `${title.replaceAll(' ', '-')}.json`)
  rmSync(report, { force: true })
  const ok = run(title, 'vitest', ['run', ...args, '--reporter=default', '--reporter=json', `--outputFile=${report}`])
  const result = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {}
  passed += result.numPassedTests ?? 0
  failed += result.numFailedTests || (ok ? 0 : 1)
}

/** Whether the `Env` of a Worker is what `wrangler types` would write. */
const bindingsCheck = ['types', '--include-runtime=false', '--check']

mkdirSync(reports, { recursive: true })

if (check('build', 'pnpm', ['build'])) {
  check('types', 'tsc', ['-p', 'tsconfig.json'])
  for (const config of globSync(['examples/*/{,page/}tsconfig.json', 'docs/recipes/**/tsconfig.json'], {
    cwd: root,
    // The frameworks of these apps generate types: their end-to-end tests check them.
    exclude: ['**/node_modules', 'docs/recipes/src/sessions'],
  }))
    check(`types of ${dirname(config)}`, 'tsc', ['-p', config])
  for (const config of globSync('examples/*/worker-configuration.d.ts', { cwd: root }))
    check(`bindings of ${dirname(config)}`, 'wrangler', bindingsCheck, join(root, dirname(config)))
  check('lint', 'biome', ['ci', '.'])
  check('import rules', 'node', ['tools/check-imports.ts'])
  check('nothing unused', 'knip', [])
  check('examples in the docs', 'node', ['tools/check-snippets.ts'])
  check('generated pages', 'node', ['tools/docs.ts', '--check'])
  check('code in the recipes', 'node', ['tools/recipes.ts', '--check'])
  check('generated pages of management', 'node', ['packages/management/scripts/docs.ts', '--check'])
  for (const { home, folder } of publishedPackages) {
    check(`package ${home}`, 'publint', ['--strict'], folder)
    check(
      `types of package ${home}`,
      'attw',
      ['--pack', '.', '--ignore-rules', 'cjs-resolves-to-esm', '--quiet'],
      folder,
    )
  }
  countTests('tests', ['--config', 'vitest.workspace.ts'])
  countTests('end-to-end tests', ['--config', 'vitest.e2e.ts'])
}

console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
