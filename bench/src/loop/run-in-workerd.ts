import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { listen } from 'test-kit/listen'
import { bundleWorker } from '../runtimes/bundle-worker.ts'
import { startWorkerd } from '../runtimes/workerd.ts'
import { toLibraryImports } from '../subjects/library.ts'
import type { Job } from './job.ts'
import type { Measurement } from './measure.ts'

const toEntry = ({ libraries = [] }: Job) => `
  import { createWorker } from './worker.ts'
  ${toLibraryImports(libraries)}
  export default createWorker(libraries)
`

/** workerd's clock stands still while no I/O happens: it asks this process for the time. */
function startOutside(tokenPath: string) {
  const tokens = readFileSync(tokenPath)
  return createServer((request, response) => {
    response.end(request.url === '/tokens' ? tokens : String(performance.now()))
  })
}

/** Runs a job in a workerd process of its own. */
export async function runInWorkerd(job: Job, tokenPath: string): Promise<Measurement[]> {
  const outside = startOutside(tokenPath)
  const port = await listen(outside)
  const script = await bundleWorker(toEntry(job), import.meta.dirname)
  const worker = await startWorkerd(script, { OUTSIDE: `http://127.0.0.1:${port}` })
  try {
    const response = await fetch(`http://127.0.0.1:${worker.port}/`, { method: 'POST', body: JSON.stringify(job) })
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as Measurement[]
  } finally {
    await worker.kill()
    outside.closeAllConnections()
    outside.close()
  }
}
