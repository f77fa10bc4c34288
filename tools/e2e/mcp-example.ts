// Starts examples/mcp-server on workerd or on Node.
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { temporaryFolder } from 'test-kit/temporary-folder'
import type { Emulator } from '../../packages/emulator/dist/index.js'
import { findPort, root, start, startWorker, stop } from '../services.ts'

const folder = 'examples/mcp-server'

export const mcpExampleSeed = join(root, folder, 'propelauth.seed.yaml')

interface Vars extends Record<string, string> {
  readonly MCP_RESOURCE: string
}

/** Starts the example, and returns how to stop it. */
const starts = {
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

export const mcpExampleRuntimes = ['workerd', 'Node'] as const

export interface McpExample {
  readonly resource: string
  stop(): Promise<unknown>
}

/** Starts the example with the emulator behind it. */
export async function startMcpExample(
  runtime: (typeof mcpExampleRuntimes)[number],
  preferred: number,
  { authUrl, introspection }: Emulator,
): Promise<McpExample> {
  const port = await findPort(preferred)
  const resource = `http://localhost:${port}/mcp`
  const stopServer = await starts[runtime](port, {
    PROPELAUTH_AUTH_URL: authUrl,
    PROPELAUTH_MCP_CLIENT_ID: introspection.clientId,
    PROPELAUTH_MCP_CLIENT_SECRET: introspection.clientSecret,
    MCP_RESOURCE: resource,
  })
  return { resource, stop: stopServer }
}
