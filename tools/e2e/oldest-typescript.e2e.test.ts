// The oldest TypeScript whose users can compile the declarations of every package, in each way to resolve modules. The
// packages are laid out as npm installs them: `package.json` and `dist`, with their dependencies beside them.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { temporaryFolder } from 'test-kit/temporary-folder'
import ts from 'typescript-5.4'
import { describe, expect, test } from 'vitest'
import { type Manifest, publishedPackages as packages } from '../published-packages.ts'
import { root } from '../services.ts'

/** `kv` and the like with their declarations; the root is the empty string. */
const subpathsOf = ({ exports }: Manifest) =>
  Object.entries(exports).flatMap(([path, target]) =>
    typeof target === 'string' ? [] : [[path.slice(2), target.types] as const],
  )

test.for(packages.map(({ manifest }) => manifest))(
  '$name names the declarations of its subpaths for resolvers that do not read exports',
  (manifest) => {
    const subpaths = subpathsOf(manifest).filter(([path]) => path !== '')
    const expected = Object.fromEntries(subpaths.map(([path, types]) => [path, [types]]))
    expect(manifest.typesVersions?.['*'] ?? {}).toEqual(expected)
    expect(manifest).toMatchObject({ main: './dist/index.js', types: './dist/index.d.ts' })
  },
)

const consumer = temporaryFolder()
const app = join(consumer, 'app.ts')

const nodeModules = join(consumer, 'node_modules')

function link(folder: string, name: string) {
  mkdirSync(dirname(join(nodeModules, name)), { recursive: true })
  rmSync(join(nodeModules, name), { force: true })
  symlinkSync(join(folder, 'node_modules', name), join(nodeModules, name))
}

for (const { folder, manifest } of packages) {
  const installed = join(nodeModules, manifest.name)
  mkdirSync(installed, { recursive: true })
  for (const part of ['package.json', 'dist']) cpSync(join(folder, part), join(installed, part), { recursive: true })
  for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
    if (!name.startsWith('@propelauth-edge/')) link(folder, name)
}
link(join(root, 'adapters/next'), '@types/react')
link(root, '@types/node')

const resolutions = {
  bundler: { type: 'module', options: { module: 'ESNext', moduleResolution: 'bundler' } },
  nodenext: { type: 'module', options: { module: 'NodeNext', moduleResolution: 'nodenext' } },
  node16: { type: 'module', options: { module: 'Node16', moduleResolution: 'node16' } },
  // As in NestJS and ts-jest.
  node10: { type: 'commonjs', options: { module: 'CommonJS', moduleResolution: 'node' } },
}

type Resolution = keyof typeof resolutions

/** The packages of the first group need no typings of Node, and have no framework that brings them along. */
const groups: readonly { names: readonly string[]; types: readonly string[]; only?: readonly Resolution[] }[] = [
  { names: ['core', 'management', 'mcp', 'session', 'webhooks', 'cloudflare'], types: [] },
  { names: ['hono', 'itty-router', 'emulator'], types: ['node'] },
  // Next.js sets `bundler` for its apps; its own declarations take long to check.
  { names: ['next'], types: ['node'], only: ['bundler', 'node10'] },
]

/** Vitest itself cannot be loaded with `require`. */
const esmOnly = '@propelauth-edge/emulator/vitest'

const specifiersOf = (name: string) =>
  packages
    .filter(({ manifest }) => manifest.name === `@propelauth-edge/${name}`)
    .flatMap(({ manifest }) =>
      subpathsOf(manifest).map(([path]) => (path ? `${manifest.name}/${path}` : manifest.name)),
    )

/** An app that imports every subpath and prints those with exports. */
function writeApp(specifiers: readonly string[], type: string) {
  const imports = specifiers.map((specifier, at) => `import * as m${at} from '${specifier}'`)
  const counts = specifiers.map((_, at) => `Object.keys(m${at}).length > 0`)
  writeFileSync(app, [...imports, `console.log([${counts}].join())`].join('\n'))
  writeFileSync(join(consumer, 'package.json'), JSON.stringify({ type }))
}

const common = { strict: true, target: 'ES2022', lib: ['ES2022', 'DOM'], skipLibCheck: false }

/**
 * Declarations that are parsed already, by their path and the format of module that Node gives them. Other options for
 * modules make no difference to a declaration by itself.
 */
type Parsed = Map<string, ts.SourceFile | undefined>

/**
 * Compiles the app, and gives the errors in it and in our declarations. Those of frameworks, which are links, may need a
 * newer TypeScript and take most of the time: they are read and not checked.
 */
function compile(compilerOptions: object, parsed: Parsed = new Map()): string[] {
  const { options } = ts.convertCompilerOptionsFromJson({ ...common, ...compilerOptions }, consumer)
  const host = ts.createCompilerHost(options)
  const { getSourceFile } = host
  host.getCurrentDirectory = () => consumer
  // As in `tsc`: comments are for editors.
  host.jsDocParsingMode = ts.JSDocParsingMode.ParseForTypeErrors
  host.getSourceFile = (path, parsing, ...rest) => {
    const key = `${typeof parsing === 'object' ? parsing.impliedNodeFormat : undefined} ${path}`
    const file = parsed.has(key) ? parsed.get(key) : getSourceFile(path, parsing, ...rest)
    if (path !== app) parsed.set(key, file)
    return file
  }
  const program = ts.createProgram([app], options, host)
  // Without a file, TypeScript would check every file of the program before it writes one.
  program.emit(program.getSourceFile(app))
  const ours = program.getSourceFiles().filter(({ fileName }) => isOurs(relative(consumer, fileName)))
  const diagnostics = [
    ...program.getOptionsDiagnostics(),
    ...ours.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ]
  return diagnostics.map((diagnostic) => ts.formatDiagnostic(diagnostic, host))
}

const isOurs = (path: string) => path === 'app.ts' || path.startsWith('node_modules/@propelauth-edge/')

const parsed: Parsed = new Map()

describe.each(Object.keys(resolutions) as Resolution[])('TypeScript 5.4 with moduleResolution %s', (resolution) => {
  const { type, options } = resolutions[resolution]

  test.for(groups.filter(({ only }) => only?.includes(resolution) ?? true))('compiles $names', ({ names, types }) => {
    const specifiers = names.flatMap(specifiersOf).filter((name) => type === 'module' || name !== esmOnly)
    writeApp(specifiers, type)
    expect(compile({ ...options, types }, parsed)).toEqual([])
    if (type === 'module') return
    // Node loads ECMAScript modules with `require`.
    const { stdout, stderr } = spawnSync(process.execPath, ['app.js'], { cwd: consumer, encoding: 'utf8' })
    expect(stdout.trim() || stderr).toBe(specifiers.map(() => true).join())
  })
})

test('every package is in a group', () => {
  const names = groups.flatMap((group) => group.names.map((name) => `@propelauth-edge/${name}`))
  expect(names.toSorted()).toEqual(packages.map(({ manifest }) => manifest.name).toSorted())
})

test('an error in one of our declarations would be seen', () => {
  writeApp(['@propelauth-edge/core'], 'module')
  const errors = compile({ ...resolutions.bundler.options, types: [], lib: ['ES2022'] })
  expect(errors.join('')).toMatch(/@propelauth-edge\/core\/dist\/.+Cannot find name 'Response'/)
})
