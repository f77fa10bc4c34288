import { DurableObject } from 'cloudflare:workers'
import { createPropelAuth, fromWebSocketProtocol } from '@propelauth-edge/cloudflare'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly ROOMS: DurableObjectNamespace<Room>
  /** How long one connection may last; the token in it was looked at once. */
  readonly SESSION_SECONDS: number
}

const protocol = 'propelauth.bearer'

/** All that a room learns of a member: neither the token nor the whole user. */
interface Member {
  readonly userId: string
  readonly role: string
  readonly until: number
}

const propelAuth = createPropelAuth((env: Env) => ({ authUrl: env.PROPELAUTH_AUTH_URL }))

/** `/rooms/:orgId`: one object for each org. In a browser: `new WebSocket(url, ['propelauth.bearer', accessToken])`. */
export default propelAuth.withOrgMember(
  {
    orgId: (request) => new URL(request.url).pathname.split('/')[2],
    tokenFrom: fromWebSocketProtocol(protocol),
  },
  {
    async fetch(request, env, _ctx, { user, org }) {
      if (request.headers.get('upgrade') !== 'websocket') return new Response('Expected a WebSocket', { status: 426 })
      const until = Date.now() + env.SESSION_SECONDS * 1_000
      const member: Member = { userId: user.userId, role: org.userAssignedRole, until }
      // A request of our own: nothing that the client has sent comes as far as the object, its token included.
      const headers = { upgrade: 'websocket', 'x-member': JSON.stringify(member) }
      return env.ROOMS.getByName(org.orgId).fetch('https://room/', { headers })
    },
  },
) satisfies ExportedHandler<Env>

/** Reached by the binding alone, so what `x-member` says is what the Worker above has found. */
export class Room extends DurableObject<Env> {
  override async fetch(request: Request) {
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    server.serializeAttachment(JSON.parse(request.headers.get('x-member') ?? ''))
    return new Response(null, { status: 101, webSocket: client, headers: { 'sec-websocket-protocol': protocol } })
  }

  override async webSocketMessage(socket: WebSocket, text: string) {
    const { userId, role, until }: Member = socket.deserializeAttachment()
    if (Date.now() >= until) return socket.close(4401, 'Connect again with a new token')
    for (const other of this.ctx.getWebSockets()) other.send(JSON.stringify({ userId, role, text }))
  }
}
