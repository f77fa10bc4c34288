// `node tools/build.ts FOLDER…` builds the workspace packages that these folders depend on, if their sources are newer
// than their output. It prints the output of a build only if the build fails.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

interface Manifest {
  readonly name: string
  readonly exports?: Record<string, string | { readonly default: string }>
  readonly bin?: Record<string, string>
  readonly dependencies?: Record<string, string>
  readonly optionalDependencies?: Record<string, string>
  readonly devDependencies?: Record<string, string>
}

const readManifest = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

const folders = globSync('{packages,adapters}/*/package.json', { cwd: root }).map((file) => join(root, dirname(file)))
const folderOf = new Map(folders.map((folder) => [readManifest(folder).name, folder]))

/** Folders of the workspace packages among some dependencies. */
const inWorkspace = (dependencies: Record<string, string> = {}) =>
  Object.keys(dependencies).flatMap((name) => folderOf.get(name) ?? [])

/** The JavaScript files that a package promises in its package.json. */
function outputsOf(folder: string): string[] {
  const { exports = {}, bin = {} } = readManifest(folder)
  const targets = Object.values(exports).map((target) => (typeof target === 'string' ? target : target.default))
  return [...targets, ...Object.values(bin)].filter((file) => file.endsWith('.js')).map((file) => join(folder, file))
}

/** Folders count as well: their time changes when a file is removed. */
const inputsOf = (folder: string): string[] => [
  ...globSync(['src', 'src/**', '*.json', '*.config.ts'], { cwd: folder }).map((file) => join(folder, file)),
  join(root, 'tsconfig.base.json'),
  join(root, 'pnpm-lock.yaml'),
]

const changedAt = (file: string) => (existsSync(file) ? statSync(file).mtimeMs : 0)

function isStale(folder: string, needs: readonly string[]): boolean {
  const builtAt = Math.min(...outputsOf(folder).map(changedAt))
  const inputs = [...inputsOf(folder), ...needs.flatMap(outputsOf)]
  return builtAt === 0 || inputs.some((file) => changedAt(file) > builtAt)
}

// Declarations are for development: `npm start` alone installs nothing that they need.
const withDeclarations = existsSync(join(root, 'node_modules/@types/node'))

let announced = false

function build(folder: string) {
  if (!announced) console.error('Building packages')
  announced = true
  const [command, ...args] = withDeclarations ? ['pnpm', 'run', 'build'] : ['tsup', '--silent']
  const { status, stdout, stderr, error } = spawnSync(command ?? '', args, { cwd: folder, encoding: 'utf8' })
  if (status === 0) return
  console.error(error?.message ?? `${stdout}${stderr}`)
  process.exit(1)
}

const done = new Set<string>()

/** Builds a package after those that it depends on. */
function buildInOrder(folder: string) {
  if (done.has(folder)) return
  done.add(folder)
  const { dependencies, optionalDependencies } = readManifest(folder)
  const needs = inWorkspace({ ...dependencies, ...optionalDependencies })
  for (const needed of needs) buildInOrder(needed)
  if (isStale(folder, needs)) build(folder)
}

for (const folder of process.argv.slice(2)) {
  const { dependencies, devDependencies } = readManifest(join(root, folder))
  for (const needed of inWorkspace({ ...dependencies, ...devDependencies })) buildInOrder(needed)
}
