import { fileURLToPath } from 'node:url'
import { residentBytesOf } from '../../runtimes/process-usage.ts'
import { spawnServer } from '../../runtimes/spawn-server.ts'
import type { Launch } from './launcher.ts'

const program = fileURLToPath(new URL('./node-server.ts', import.meta.url))

/** Everything but the lines in JSON: warnings and stacks. */
const toComplaints = (output: string) =>
  output.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('{'))

/** Starts Node with the server in it, from its sources. */
export const launchNode: Launch = (env, onUsage) =>
  new Promise((resolve, reject) => {
    const server = spawnServer(process.execPath, [program, JSON.stringify(env)], (line) => {
      const report = JSON.parse(line)
      if ('utilization' in report) return onUsage(report)
      resolve({
        ...server,
        name: env.PROCESS,
        port: report.port,
        residentBytes: () => residentBytesOf(server.pid),
        complaints: () => toComplaints(server.output()),
      })
    })
    server.exited.then(() => reject(new Error(`the server has exited: ${server.output()}`)))
  })
