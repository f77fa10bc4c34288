import { counted, propelAuth } from '../../../auth'

// The headers of CORS come from next.config, for refusals as for answers.
const preflight = () => new Response(null, { status: 204 })
const handler = propelAuth.withUser(counted, { preflight })

export { handler as DELETE, handler as GET, handler as OPTIONS, handler as PATCH, handler as POST, handler as PUT }
