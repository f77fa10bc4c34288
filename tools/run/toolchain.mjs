// Node and pnpm: those of the machine if they fit, else the pinned versions from npm, in `.tools`.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { run } from './child.mjs'

const node = '24.21.0'

/** PATH with the programs of `.tools` and of the installed packages first. */
export const toolPath = (root) =>
  [join(root, '.tools/node_modules/.bin'), join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)

// Asked outside the repository, where no packageManager field can make pnpm switch itself.
function versionOf(command) {
  const options = { cwd: tmpdir(), encoding: 'utf8', shell: process.platform === 'win32' }
  const { stdout } = spawnSync(command, ['--version'], options)
  return (stdout ?? '').trim().replace(/^v/, '').split('.').map(Number)
}

function missingTools(root) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const [nodeMajor = 0, nodeMinor = 0] = versionOf('node')
  const [pnpmMajor = 0, pnpmMinor = 0] = versionOf('pnpm')
  const nodeFits = (nodeMajor === 22 && nodeMinor >= 18) || (nodeMajor === 24 && nodeMinor >= 11) || nodeMajor >= 26
  const pnpmFits = pnpmMajor >= 12 || (pnpmMajor === 11 && pnpmMinor >= 3)
  return [!nodeFits && `node@${node}`, !pnpmFits && packageManager].filter(Boolean)
}

/** The C headers and manual pages that come with Node: a third of its size, and nothing here compiles. */
function removeHeaders(tools) {
  const packages = join(tools, 'node_modules/node/node_modules')
  if (!existsSync(packages)) return
  for (const name of readdirSync(packages).filter((entry) => entry.startsWith('node-')))
    for (const folder of ['include', 'share']) rmSync(join(packages, name, folder), { recursive: true, force: true })
}

/** Downloads what the machine lacks into `.tools`, once. */
export async function installTools(root) {
  const missing = missingTools(root)
  if (missing.length === 0) return
  const tools = join(root, '.tools')
  const cache = join(tools, 'cache')
  console.error(`Installing ${missing.join(' and ')} into .tools (once)`)
  mkdirSync(tools, { recursive: true })
  if (!existsSync(join(tools, 'package.json'))) writeFileSync(join(tools, 'package.json'), '{"private":true}\n')
  const flags = ['--save-exact', '--no-audit', '--no-fund', '--ignore-scripts=false', '--loglevel=error']
  await run('npm', ['install', ...flags, '--cache', cache, ...missing], { cwd: tools, quiet: true, must: true })
  rmSync(cache, { recursive: true, force: true })
  removeHeaders(tools)
}
