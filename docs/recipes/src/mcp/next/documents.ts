import { mcpAuth } from '../auth.ts'

const handler = async (request: Request): Promise<Response> =>
  (await mcpAuth.handler(request)) ?? new Response('Not found', { status: 404 })

export { handler as GET, handler as OPTIONS }
