import { readFileSync } from 'node:fs'
import { loadLibraries } from '../subjects/library.ts'
import { type Job, runJob } from './job.ts'

const clocks = {
  wall: () => performance.now(),
  cpu() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  },
}

/** Started by Node, Bun and Deno: the job and the path of the tokens in, the measurements out. */
const [jobText = '', tokenPath = ''] = process.argv.slice(2)
const job: Job = JSON.parse(jobText)
const libraries = await loadLibraries(job.libraries ?? [])
const measurements = await runJob(job, JSON.parse(readFileSync(tokenPath, 'utf8')), clocks, libraries)
console.log(JSON.stringify(measurements))
