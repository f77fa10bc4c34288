import { readFileSync } from 'node:fs'
import { type Job, runJob } from '../job.ts'

/** Started by Node, Bun and Deno: the job and the path of the tokens in, the measurements out. */
const [job = '', tokenPath = ''] = process.argv.slice(2)
const measurements = await runJob(JSON.parse(job) as Job, JSON.parse(readFileSync(tokenPath, 'utf8')), () =>
  performance.now(),
)
console.log(JSON.stringify(measurements))
