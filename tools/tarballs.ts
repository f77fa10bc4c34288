// Behind `npm run tarballs`: one tarball per published package in tarballs/, for projects that install from a clone.
import { spawnSync } from 'node:child_process'
import { globSync, mkdirSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from './services.ts'

const target = join(root, 'tarballs')
rmSync(target, { recursive: true, force: true })
mkdirSync(target)

for (const manifest of globSync('{packages,adapters}/*/package.json', { cwd: root }).sort()) {
  const { status, stdout } = spawnSync('pnpm', ['pack', '--pack-destination', target], {
    cwd: join(root, dirname(manifest)),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) process.exit(status ?? 1)
  console.log(stdout.trim().split('\n').at(-1))
}
