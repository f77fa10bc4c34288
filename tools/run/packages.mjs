// The packages of the workspace: those of some folders, or all. The lockfile is never changed.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './child.mjs'

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))

/** What pnpm has installed so far, by its own record. */
function readInstalled(root) {
  const record = join(root, 'node_modules/.pnpm-workspace-state-v1.json')
  if (!existsSync(record)) return { all: false, development: false }
  const { filteredInstall, settings } = readJson(record)
  return { all: !filteredInstall, development: settings?.dev !== false }
}

/** By pnpm's check before scripts. It takes a fiftieth of the time of an installation that finds nothing to do. */
function isCurrent(root) {
  const args = ['--config.verify-deps-before-run=error', 'exec', 'node', '--version']
  return spawnSync('pnpm', args, { cwd: root, shell: process.platform === 'win32' }).status === 0
}

// What an earlier job has installed stays: a demo after the tests neither removes nor adds a package.
function toFlags(root, { folders, production }) {
  if (!folders) return []
  const installed = readInstalled(root)
  // `npm test` verifies the age and origin of every version in the lockfile, for which pnpm downloads 200 MB of
  // metadata. Without that, the checksums in the lockfile still hold.
  const flags = ['--trust-lockfile']
  if (installed.all) return flags
  if (production && !installed.development) flags.push('--prod')
  const filters = folders.map((folder) => `--filter=${readJson(join(root, folder, 'package.json')).name}...`)
  return [...flags, ...filters]
}

/** Installs what the job needs and is not there yet. */
export async function installPackages(root, job) {
  if (job.folders && readInstalled(root).all && isCurrent(root)) return
  if (!existsSync(join(root, 'node_modules'))) console.error('Installing packages (once)')
  const args = ['install', '--frozen-lockfile', '--reporter=append-only', ...toFlags(root, job)]
  await run('pnpm', args, { cwd: root, quiet: true, must: true })
}
