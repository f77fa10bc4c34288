import { bundleWorker } from '../../runtimes/bundle-worker.ts'
import { residentBytesOf } from '../../runtimes/process-usage.ts'
import { startWorkerd } from '../../runtimes/workerd.ts'
import type { Launch } from './launcher.ts'

/** What workerd says of requests that wake or wait for each other. */
const complaint = /different request|hung|never generate/i

export async function createWorkerdLauncher(): Promise<Launch> {
  const contents = `export { default } from './worker.ts'`
  const script = await bundleWorker(contents, import.meta.dirname)
  return async (env) => {
    const server = await startWorkerd(script, { ...env })
    return {
      ...server,
      name: env.PROCESS,
      residentBytes: () => residentBytesOf(server.pid),
      complaints: () =>
        server
          .output()
          .split('\n')
          .filter((line) => complaint.test(line)),
    }
  }
}
