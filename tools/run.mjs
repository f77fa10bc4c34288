// Behind `npm start` and `npm test`: brings the pinned Node and pnpm where the machine has none fit for the job,
// installs the workspace, then runs the named script. No dependencies; runs on Node 18 and later.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
const pins = { node: '24.21.0', pnpm: packageManager.match(/^pnpm@([\d.]+)/)[1] }
const tools = join(root, '.tools')
const windows = process.platform === 'win32'
const env = { ...process.env, PATH: join(tools, 'node_modules', '.bin') + delimiter + process.env.PATH }

const run = (command, args, { cwd = root, stdio = 'inherit' } = {}) =>
  spawnSync(command, args, { cwd, env, stdio, encoding: 'utf8', shell: windows })

function must(result, what) {
  if (result.status === 0) return
  if (result.error) console.error(`${what}: ${result.error.message}`)
  process.exit(result.status || 1)
}

// Asked outside the repository, where no packageManager field can make pnpm switch itself.
function versionOf(command) {
  const { stdout } = run(command, ['--version'], { cwd: tmpdir(), stdio: 'pipe' })
  return (stdout ?? '').trim().replace(/^v/, '').split('.').map(Number)
}

function missingTools() {
  const [major = 0, minor = 0] = versionOf('node')
  const nodeFits = (major === 22 && minor >= 18) || (major === 24 && minor >= 11) || major >= 26
  const pnpmFits = versionOf('pnpm')[0] >= 11
  return [!nodeFits && `node@${pins.node}`, !pnpmFits && `pnpm@${pins.pnpm}`].filter(Boolean)
}

const missing = missingTools()
if (missing.length > 0) {
  console.error(`setup: ${missing.join(' and ')} into .tools (once)`)
  mkdirSync(tools, { recursive: true })
  if (!existsSync(join(tools, 'package.json'))) writeFileSync(join(tools, 'package.json'), '{"private":true}\n')
  const flags = ['--save-exact', '--no-audit', '--no-fund', '--ignore-scripts=false', '--loglevel=error']
  must(run('npm', ['install', ...flags, ...missing], { cwd: tools }), 'npm')
}
must(run('pnpm', ['install', '--frozen-lockfile', '--reporter=append-only', '--loglevel=warn']), 'pnpm')

const [script, ...rest] = process.argv.slice(2)
if (script) {
  // Not at a terminal: a process group of its own, so that one signal ends the whole tree. npm's shell does not
  // pass SIGTERM on, hence the look at the parent.
  const group = !windows && !process.stdin.isTTY
  const child = spawn('pnpm', ['run', script, ...rest], {
    cwd: root,
    env,
    stdio: 'inherit',
    detached: group,
    shell: windows,
  })
  const stop = (signal) => {
    try {
      process.kill(group ? -child.pid : child.pid, signal)
    } catch {
      // It has ended by itself.
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop('SIGTERM'), 500).unref()
  child.on('error', (error) => {
    console.error(error.message)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
