// Starts examples/mcp-server on workerd or on Node.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { root, start, startWorker, stop } from '../services.ts'

const folder = 'examples/mcp-server'

export const mcpExampleSeed = join(root, folder, 'propelauth.seed.yaml')

interface Vars extends Record<string, string> {
  readonly MCP_RESOURCE: string
}

/** Starts the example, and returns how to stop it. */
export const startMcpExample = {
  async workerd(port: number, vars: Vars) {
    const worker = await startWorker({ folder, port, persistTo: temporaryFolder(), vars })
    return () => worker.stop()
  },
  async Node(port: number, vars: Vars) {
    const { child, log } = start('node', ['src/node.ts'], join(root, folder), { ...vars, PORT: String(port) })
    while (child.exitCode === null) {
      const response = await fetch(vars.MCP_RESOURCE).catch(() => undefined)
      if (response) return () => stop(child)
      await sleep(50)
    }
    throw new Error(log.join(''))
  },
}
