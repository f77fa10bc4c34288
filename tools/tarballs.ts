// Behind `npm run tarballs`: one tarball per published package in tarballs/, for projects that install from a clone.
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { publishedPackages } from './published-packages.ts'
import { root } from './services.ts'

function run(args: readonly string[], cwd = root): string {
  const { status, stdout } = spawnSync('pnpm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
  return stdout
}

const target = join(root, 'tarballs')
rmSync(target, { recursive: true, force: true })
mkdirSync(target)
run(['build'])

for (const { folder } of publishedPackages) {
  const output = run(['pack', '--pack-destination', target], folder)
  console.log(output.trim().split('\n').at(-1))
}
