import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** The bytes of what npm installs of a built package, without its dependencies. */
export function unpackedBytes(folder: string): number {
  const { files } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { files: readonly string[] }
  const paths = globSync(['package.json', ...files.flatMap((name) => [name, `${name}/**`])], { cwd: folder })
  const found = paths.map((path) => statSync(join(folder, path))).filter((path) => path.isFile())
  return found.reduce((total, { size }) => total + size, 0)
}
