import { McpServer, requireScopes } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { Notes } from './notes.ts'

const answer = (value: unknown) => ({ content: [{ type: 'text' as const, text: JSON.stringify(value) }] })

/** Every token can read. To write, a client must ask for more: the call is a 403 that names all scopes it needs. */
const scopeChallenge = requireScopes('notes:read', 'notes:write')

/** The MCP server for one request of one user. */
export function createServer(userId: string, notes: Notes): McpServer {
  const server = new McpServer({ name: 'notes', version: '1.0.0' })

  server.registerTool('whoami', { description: 'Returns the id of the signed-in user' }, () => answer({ userId }))

  server.registerTool('list_notes', { description: 'Lists your notes' }, async () => answer(await notes.list()))

  server.registerTool(
    'add_note',
    { description: 'Adds a note', inputSchema: z.object({ text: z.string().min(1).max(1_000) }), scopeChallenge },
    async ({ text }) => answer({ notes: await notes.add(text) }),
  )

  server.registerTool('clear_notes', { description: 'Deletes all your notes', scopeChallenge }, async () =>
    answer({ notes: await notes.clear() }),
  )

  return server
}
