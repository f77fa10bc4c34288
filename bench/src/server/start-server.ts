import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { bundleWorker } from '../runtimes/bundle-worker.ts'
import { commands, type ProcessRuntime } from '../runtimes/commands.ts'
import type { ServerProcess } from '../runtimes/server-process.ts'
import { spawnServer } from '../runtimes/spawn-server.ts'
import { startWorkerd } from '../runtimes/workerd.ts'
import { toLibraryImports } from '../subjects/library.ts'
import type { RuntimeName } from '../subjects/subject.ts'
import type { ServerJob } from './app.ts'

const pathOf = (host: string) => fileURLToPath(new URL(`./hosts/${host}.ts`, import.meta.url))

const startMs = 30_000

/** Starts a host that announces its port and its process id. */
async function startHost(runtime: ProcessRuntime, host: string, job?: ServerJob): Promise<ServerProcess> {
  const [command, ...flags] = commands[runtime]
  const child = spawnServer(command, [...flags, pathOf(host), ...(job ? [JSON.stringify(job)] : [])])
  for (let waited = 0; waited < startMs && !child.hasExited(); waited += 20) {
    const line = /^\{.*\}$/m.exec(child.output())?.[0]
    if (line) {
      const { port, pid } = JSON.parse(line)
      const kill = async () => {
        process.kill(pid, 'SIGKILL')
        await child.kill()
      }
      return { ...child, port, pid, kill }
    }
    await sleep(20)
  }
  throw new Error(`the server of ${job?.guard ?? host} on ${runtime} does not start: ${child.output()}`)
}

async function startWorker(job: ServerJob): Promise<ServerProcess> {
  const contents = `
    import { createWorker } from './worker.ts'
    ${toLibraryImports(job.library ? [job.library] : [])}
    export default createWorker(libraries)
  `
  const script = await bundleWorker(contents, fileURLToPath(new URL('./hosts', import.meta.url)))
  return startWorkerd(script, { JOB: JSON.stringify(job) })
}

/** Starts a server of one guard in a process of its own. */
export const startServer = (runtime: RuntimeName, job: ServerJob): Promise<ServerProcess> =>
  runtime === 'workerd' ? startWorker(job) : startHost(runtime, runtime, job)

/** The server that shows how fast the load generator is. */
export const startFixedAnswers = (): Promise<ServerProcess> => startHost('node', 'fixed-answer')
