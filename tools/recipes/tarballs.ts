import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../services.ts'

const { version } = JSON.parse(readFileSync(join(root, 'packages/core/package.json'), 'utf8')) as { version: string }

const tarball = (name: string) => `../propelauth-edge/tarballs/propelauth-edge-${name}-${version}.tgz`

/** Our packages that a login needs, and those of others, from the command that installs them from a registry. */
function commandFor(packages: readonly string[]): string {
  const own = packages.flatMap((name) => /^@propelauth-edge\/(.+)/.exec(name)?.[1] ?? [])
  const others = packages.filter((name) => !name.startsWith('@propelauth-edge/'))
  const names = new Set(['core', 'management', 'session', ...own])
  return ['npm install', ...others, tarball(`{${[...names].join(',')}}`)].join(' ')
}

/** Fills the place for them below the first `npm install` of a page with a login. */
export function printTarballs(text: string): string {
  const [, packages = ''] = /^npm install (@propelauth-edge\/.+)$/m.exec(text) ?? []
  return text.replace(
    /<!-- tarballs -->[\s\S]*<!-- \/tarballs -->/,
    () => `<!-- tarballs -->
Until the packages are published, install them from [tarballs](../tarballs.md), in bash or zsh:

\`\`\`sh
${commandFor(packages.split(' '))}
npm install --save-dev ${tarball('emulator')}
\`\`\`
<!-- /tarballs -->`,
  )
}
