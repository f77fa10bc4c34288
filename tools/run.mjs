// Behind `npm start`, `npm test` and the `npm start` of each example: brings Node and pnpm if the machine's do not
// fit, installs and builds what the program needs, then runs it. No dependencies; runs on Node 18 and later.
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run } from './run/child.mjs'
import { installPackages } from './run/packages.mjs'
import { installTools, toolPath } from './run/toolchain.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** What each job installs (all packages, or those of some folders), and the program it then runs. */
const jobs = {
  demo: (args) => ({
    folders: ['examples/hono-worker', 'examples/spa-worker'],
    production: true,
    program: ['node', 'tools/start.ts', ...args],
    cwd: root,
  }),
  check: (args) => ({ program: ['node', 'tools/check.ts', ...args], cwd: root }),
  tarballs: () => ({ program: ['node', 'tools/tarballs.ts'], cwd: root }),
  /** Called in the folder of an example, with the name of one of its scripts. */
  example: ([script = 'dev', ...args]) => ({
    folders: [relative(root, process.cwd())],
    program: ['node', '--run', script, ...(args.length > 0 ? ['--', ...args] : [])],
    cwd: process.cwd(),
  }),
}

const [name = '', ...args] = process.argv.slice(2)
const job = Object.hasOwn(jobs, name) ? jobs[name](args) : undefined
if (!job) {
  console.error(`usage: node tools/run.mjs ${Object.keys(jobs).join('|')} [arguments]`)
  process.exit(2)
}

process.env.PATH = toolPath(root)
await installTools(root)
await installPackages(root, job)
if (job.folders) await run('node', ['tools/build.ts', ...job.folders], { cwd: root, must: true })
const [command, ...rest] = job.program
process.exit(await run(command, rest, { cwd: job.cwd }))
