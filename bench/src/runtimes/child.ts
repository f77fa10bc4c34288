import { readFileSync } from 'node:fs'
import { type Job, runJob } from '../job.ts'

const clocks = {
  wall: () => performance.now(),
  cpu() {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1_000
  },
}

/** Started by Node, Bun and Deno: the job and the path of the tokens in, the measurements out. */
const [job = '', tokenPath = ''] = process.argv.slice(2)
const measurements = await runJob(JSON.parse(job) as Job, JSON.parse(readFileSync(tokenPath, 'utf8')), clocks)
console.log(JSON.stringify(measurements))
