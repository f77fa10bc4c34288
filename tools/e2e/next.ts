// Real builds of Next.js apps, and `next start` on them.
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { typeErrors } from 'test-kit/type-errors'
import { findPort, root, start, stop } from '../services.ts'

export const adapter = join(root, 'adapters/next')

/** A test app, with the packages of a project of its Next.js version. */
export interface NextApp {
  readonly name: string
  /** The folder of the package. */
  readonly next: string
  readonly typescript: string
  /** Whether the proxy file has its old name, `middleware.ts`. */
  readonly middleware?: boolean
  /** With Cache Components, Next.js prerenders what reads nothing of a request, and has no edge runtime. */
  readonly cacheComponents?: boolean
}

/** The versions of Next.js that the adapter is for. */
export const nextVersions = [
  [
    'Next.js 16',
    {
      name: 'next-16',
      next: join(adapter, 'node_modules/next'),
      typescript: join(root, 'node_modules/typescript'),
    },
  ],
  [
    'Next.js 15',
    {
      name: 'next-15',
      next: join(adapter, 'node_modules/next-15'),
      typescript: join(adapter, 'node_modules/typescript-5'),
      middleware: true,
    },
  ],
] as const satisfies readonly (readonly [string, NextApp])[]

function link(target: string, path: string) {
  mkdirSync(dirname(path), { recursive: true })
  symlinkSync(realpathSync(target), path)
}

/** Copies the built packages, so that they resolve the Next.js of the app, as after `npm install`. */
function installPackages(modules: string) {
  for (const [name, home] of [
    ['core', 'packages/core'],
    ['management', 'packages/management'],
    ['session', 'packages/session'],
    ['mcp', 'packages/mcp'],
    ['next', 'adapters/next'],
  ] as const)
    for (const part of ['dist', 'package.json'])
      cpSync(join(root, home, part), join(modules, '@propelauth-edge', name, part), { recursive: true })
}

function linkDependencies({ next, typescript }: NextApp, modules: string) {
  for (const name of ['react', 'react-dom', '@types/react'])
    link(join(adapter, 'node_modules', name), join(modules, name))
  link(join(root, 'node_modules/@types/node'), join(modules, '@types/node'))
  link(next, join(modules, 'next'))
  link(typescript, join(modules, 'typescript'))
}

/** Next.js adds these headers to every response of a route, refusals included. */
const cors = [{ source: '/cors/:path*', headers: [{ key: 'Access-Control-Allow-Origin', value: '*' }] }]

/**
 * For the next build, Next.js stores much of a build, which takes a quarter of it. With webpack, another quarter is a list
 * of the files to deploy, which `next start` does not read. With Turbopack, a quarter is minification, and a seventh
 * source maps, which no test reads. What webpack builds is minified, and so is the example, which Turbopack builds.
 */
const webpack = `outputFileTracingExcludes: { '*': ['**/*'] }, webpack: (config) => ({ ...config, cache: false })`
const turbopack = `experimental: ${JSON.stringify({
  turbopackFileSystemCacheForBuild: false,
  turbopackSourceMaps: false,
  turbopackMinify: false,
})}`

/** The configuration of an app that links to packages outside its folder, and is built by `buildProject`. */
function configOf(settings: object, ...code: readonly string[]): string {
  const typescript = { ignoreBuildErrors: true }
  const paths = { outputFileTracingRoot: root, turbopack: { root }, typescript }
  return `export default { ...${JSON.stringify({ ...paths, ...settings })}, ${code.join(', ')} }\n`
}

function writeSettings(app: NextApp, folder: string) {
  const { name, cacheComponents } = app
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  const compilerOptions = { strict: true, target: 'ES2022', lib: ['dom', 'esnext'], moduleResolution: 'bundler' }
  write('tsconfig.json', JSON.stringify({ compilerOptions, include: ['**/*.ts', '**/*.tsx'] }))
  write('package.json', JSON.stringify({ name, private: true, type: 'module' }))
  const settings = {
    transpilePackages: ['test-kit'],
    ...(cacheComponents && { cacheComponents, partialPrefetching: true }),
  }
  const headers = `headers: () => ${JSON.stringify(cors)}`
  write('next.config.mjs', configOf(settings, headers, app.middleware ? webpack : turbopack))
}

/** Creates an app with settings and packages only. */
export function installProject(app: NextApp): string {
  const folder = join(root, '.reports', app.name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeSettings(app, folder)
  installPackages(join(folder, 'node_modules'))
  linkDependencies(app, join(folder, 'node_modules'))
  return folder
}

/** The official library of Next.js. */
export const officialLibrary = join(adapter, 'node_modules/@propelauth/nextjs')

/** Copies the official library, as the packages are: it must find the Next.js of the app. */
export function installOfficialLibrary(modules: string) {
  for (const part of ['dist', 'package.json'])
    cpSync(join(officialLibrary, part), join(modules, '@propelauth/nextjs', part), { recursive: true })
  const siblings = join(realpathSync(officialLibrary), '../..')
  for (const name of ['@propelauth/node-apis', 'jose']) link(join(siblings, name), join(modules, name))
}

/** The proxy file has another name, and the function, too. */
export function renameProxy(folder: string) {
  const proxy = readFileSync(join(folder, 'proxy.ts'), 'utf8')
  writeFileSync(join(folder, 'middleware.ts'), proxy.replace('{ proxy }', '{ proxy as middleware }'))
  rmSync(join(folder, 'proxy.ts'))
}

/** As users run it. With the `NODE_ENV` of Vitest, our packages would accept the emulator unasked. */
const production = { NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' }

const nextOf = (folder: string) => join(folder, 'node_modules/next/dist/bin/next')

/** Runs `next build`. */
export async function buildApp(folder: string, env: Record<string, string> = {}): Promise<void> {
  const { child, log } = start(process.execPath, [nextOf(folder), 'build'], folder, { ...production, ...env })
  child.stdout.on('data', (chunk) => log.push(String(chunk)))
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`next build ended with ${code}: ${log.join('')}`)
  if (!existsSync(join(folder, '.next/BUILD_ID'))) throw new Error(`next build left nothing: ${log.join('')}`)
}

/**
 * Builds an app of `configOf`. Its types are checked here, with those that the build has made for its routes: by a
 * compiler that takes a tenth of the time of the one in `next build`.
 */
export async function buildProject(folder: string, env: Record<string, string> = {}): Promise<void> {
  await buildApp(folder, env)
  if (!existsSync(join(folder, '.next/types/validator.ts'))) throw new Error('next build left no types of the routes')
  const errors = typeErrors(join(folder, 'tsconfig.json'))
  if (errors.length > 0) throw new Error(errors.join('\n'))
}

export interface AppService {
  readonly url: string
  /** The output of the server. */
  readonly log: readonly string[]
  stop(): Promise<void>
}

/** Lets headers exceed 16 KiB, at which Node would answer by itself. */
const longHeaders = ['--max-http-header-size=65536']

/** Runs `next start`. What is in the environment may depend on the address. */
export async function startApp(
  folder: string,
  env: Record<string, string> | ((url: string) => Record<string, string>),
  preferred: number,
  flags: readonly string[] = longHeaders,
): Promise<AppService> {
  const port = await findPort(preferred)
  const url = `http://localhost:${port}`
  const args = [...flags, nextOf(folder), 'start', '--port', String(port)]
  const own = typeof env === 'function' ? env(url) : env
  const { child, log } = start(process.execPath, args, folder, { ...production, ...own })
  child.stdout.on('data', (chunk) => log.push(String(chunk)))
  for (let attempt = 0; attempt < 300; attempt++) {
    if (child.exitCode !== null) throw new Error(`next start ended: ${log.join('')}`)
    const response = await fetch(url).catch(() => undefined)
    await response?.body?.cancel()
    if (response) return { url, log, stop: () => stop(child) }
    await sleep(100)
  }
  await stop(child)
  throw new Error(`next start did not answer within 30 seconds: ${log.join('')}`)
}
