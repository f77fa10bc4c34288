// The app of a recipe as a project of its own: copied, installed, built for production and started.
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, symlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root, start, stop } from '../../services.ts'

export interface SessionRecipe {
  /** The framework, as the titles of the tests name it. */
  readonly name: string
  /**
   * The folder of the app in docs/recipes/src/sessions, a package of the workspace. Its scripts are `build`, `start`, and
   * `types`, which checks types after the build.
   */
  readonly folder: string
  /** The folder of the recipe whose routes, page frame and types the app has. */
  readonly routesOf?: string
  /** Variables of the build, which has no others, and of the server. */
  readonly env?: (appUrl: string) => Readonly<Record<string, string>>
}

export interface AppService {
  readonly url: string
  /** The output of the server. */
  readonly log: readonly string[]
  stop(): Promise<void>
}

interface Manifest {
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const own = '@propelauth-edge/'

const readManifest = (home: string): Manifest => JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))

export function link(target: string, path: string) {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(target, path)
}

/** Copies a built package of ours and those that it depends on: the project then resolves them as after `npm install`. */
export function installOwn(home: string, name: string, modules: string) {
  const source = realpathSync(join(home, 'node_modules', name))
  for (const part of ['dist', 'package.json'])
    cpSync(join(source, part), join(modules, name, part), { recursive: true })
  const { dependencies, optionalDependencies } = readManifest(source)
  for (const next of Object.keys({ ...dependencies, ...optionalDependencies }))
    if (next.startsWith(own)) installOwn(source, next, modules)
}

const isSource = (path: string) => !/^(node_modules|build|dist|\..+)$/.test(basename(path))

const recipes = join(root, 'docs/recipes/src/sessions')

function copyParts(home: string, parts: readonly string[], project: string): void {
  for (const part of parts) cpSync(join(home, part), join(project, part), { recursive: true, filter: isSource })
}

/**
 * The command that a script of the project runs. Where the framework reads the API of TypeScript 6, which 7 does not have,
 * `tsc` is 7 as in the other apps: it makes the same check in a fifth of the time.
 */
const commandOf = (commands: string, name: string) =>
  join(name === 'tsc' ? join(root, 'node_modules/.bin') : commands, name)

/** Copies the app without build output, and gives it the packages that its package.json names. */
export function installRecipe({ folder, routesOf }: SessionRecipe, project: string): void {
  const home = join(recipes, folder)
  const modules = join(project, 'node_modules')
  copyParts(home, readdirSync(home).filter(isSource), project)
  if (routesOf) copyParts(join(recipes, routesOf), ['src/routes', 'src/app.html', 'src/app.d.ts'], project)
  const { dependencies, devDependencies } = readManifest(home)
  for (const name of Object.keys({ ...dependencies, ...devDependencies }))
    if (name.startsWith(own)) installOwn(home, name, modules)
    else link(realpathSync(join(home, 'node_modules', name)), join(modules, name))
  const commands = join(home, 'node_modules/.bin')
  for (const name of readdirSync(commands)) link(commandOf(commands, name), join(modules, '.bin', name))
}

export const hasScript = (project: string, script: string): boolean =>
  readManifest(project).scripts?.[script] !== undefined

/** As on a machine that knows nothing of the tests. Frameworks look for vitest. */
const production = { NODE_ENV: 'production', VITEST: '', ASTRO_TELEMETRY_DISABLED: '1' }

function startScript(project: string, script: string, env: Readonly<Record<string, string>>) {
  const { child, log } = start(process.execPath, ['--run', script], project, { ...production, ...env })
  child.stdout.on('data', (chunk) => log.push(String(chunk)))
  return { child, log }
}

/** Runs a script of the project to its end. The variables of the server are not set: a build must not need them. */
export async function runScript(
  project: string,
  script: string,
  env: Readonly<Record<string, string>> = {},
): Promise<void> {
  const { child, log } = startScript(project, script, env)
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`the script ${script} ended with ${code}: ${log.join('')}`)
}

/** Runs `start` and waits for the first answer. */
export async function startRecipe(
  { env }: SessionRecipe,
  project: string,
  port: number,
  variables: Readonly<Record<string, string>>,
): Promise<AppService> {
  const url = `http://localhost:${port}`
  const settings = { PORT: String(port), HOST: '127.0.0.1', PROPELAUTH_APP_URL: url, ...variables, ...env?.(url) }
  const { child, log } = startScript(project, 'start', settings)
  for (let attempt = 0; attempt < 600; attempt++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${log.join('')}`)
    const response = await fetch(url).catch(() => undefined)
    await response?.body?.cancel()
    if (response) return { url, log, stop: () => stop(child) }
    await sleep(50)
  }
  await stop(child)
  throw new Error(`the server did not answer: ${log.join('')}`)
}
