// Behind `npm run tarballs`: one tarball per published package in tarballs/, for projects that install from a clone.
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
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

for (const manifest of globSync('{packages,adapters}/*/package.json', { cwd: root }).sort()) {
  const output = run(['pack', '--pack-destination', target], join(root, dirname(manifest)))
  console.log(output.trim().split('\n').at(-1))
}
