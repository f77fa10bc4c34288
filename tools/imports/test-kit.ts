// Tests, bench, matrix and tools may import the test kit. What is published must not, nor what `npm start` runs, which
// installs no development dependency.
import { existsSync, globSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { importsOfFile } from './imports-of.ts'

const isKit = (file: string, name: string) =>
  /^test-kit\b/.test(name) || (name.startsWith('.') && join(dirname(file), name).startsWith('packages/test-kit'))

/** The files that run when this one runs. */
function reachedFrom(root: string, file: string, found = new Set<string>()): Set<string> {
  if (found.has(file) || !existsSync(join(root, file))) return found
  found.add(file)
  for (const name of importsOfFile(join(root, file)))
    if (name.startsWith('.')) reachedFrom(root, normalize(join(dirname(file), name)), found)
  return found
}

const published = [
  '{packages,adapters}/*/src/**/*.{ts,tsx}',
  'examples/*/{*.ts,{src,api,app,public}/**/*.{ts,tsx,js}}',
  'docs/recipes/src/**/*.{ts,tsx}',
]
const isTest = (file: string) => /\.test(-d)?\.ts$/.test(file) || file.startsWith('packages/test-kit/')

/** One line for each file that imports the kit and must not. */
export function testKitProblems(root: string): string[] {
  const shipped = globSync(published, { cwd: root }).filter((file) => !isTest(file))
  const demo = ['tools/run.mjs', 'tools/build.ts', 'tools/start.ts'].flatMap((file) => [...reachedFrom(root, file)])
  return [...shipped, ...demo].flatMap((file) =>
    importsOfFile(join(root, file))
      .filter((name) => isKit(file, name))
      .map((name) => `${file} imports ${name}, which is for tests`),
  )
}
