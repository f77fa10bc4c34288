// Examples use published names: nothing of other folders, and nothing from inside a package.
import { globSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { importsOfFile } from './imports-of.ts'

const isGenerated = (name: string) => /node_modules|dist|\.next|\.wrangler/.test(name)

/** One line for each import of an example that a user's project could not have. */
export function exampleProblems(root: string): string[] {
  const files = globSync('examples/**/*.{ts,tsx,mts,js,mjs}', { cwd: root, exclude: isGenerated })
  return files.flatMap((file) => {
    const home = file.split('/').slice(0, 2).join('/')
    const isOutside = (name: string) =>
      name.startsWith('.') ? relative(home, join(dirname(file), name)).startsWith('..') : /\/(src|dist)\//.test(name)
    return importsOfFile(join(root, file))
      .filter(isOutside)
      .map((name) => `${file} imports ${name}: examples use published names`)
  })
}
