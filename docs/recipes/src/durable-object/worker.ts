import { DurableObject } from 'cloudflare:workers'
import { createPropelAuth, fromWebSocketProtocol } from '@propelauth-edge/cloudflare'

interface Env {
  readonly PROPELAUTH_AUTH_URL: string
  readonly ROOMS: DurableObjectNamespace<Room>
  /** The longest time for one connection. It ends earlier when its token expires. */
  readonly SESSION_SECONDS: number
}

const protocol = 'propelauth.bearer'

/** What a room knows of a member: neither the token nor the whole user. */
interface Member {
  readonly userId: string
  readonly role: string
  /** When the connection ends, in milliseconds. */
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
    async fetch(request, env, _ctx, { user, org, principal }) {
      if (request.headers.get('upgrade') !== 'websocket') return new Response('Expected a WebSocket', { status: 426 })
      const until = Math.min(principal.expiresAt * 1_000, Date.now() + env.SESSION_SECONDS * 1_000)
      const member: Member = { userId: user.userId, role: org.userAssignedRole, until }
      // A new request: no header of the client reaches the object, its token included.
      const headers = { upgrade: 'websocket', 'x-member': encodeURIComponent(JSON.stringify(member)) }
      return env.ROOMS.getByName(org.orgId).fetch('https://room/', { headers })
    },
  },
) satisfies ExportedHandler<Env>

const memberOf = (socket: WebSocket): Member => socket.deserializeAttachment()

/** Closes a connection whose time is over. */
function closeIfOver(socket: WebSocket): boolean {
  if (Date.now() < memberOf(socket).until) return false
  socket.close(4401, 'Connect again with a new token')
  return true
}

/** Reached by the binding alone, so `x-member` comes from the Worker above. */
export class Room extends DurableObject<Env> {
  override async fetch(request: Request) {
    const member: Member = JSON.parse(decodeURIComponent(request.headers.get('x-member') ?? ''))
    const { 0: client, 1: server } = new WebSocketPair()
    this.ctx.acceptWebSocket(server)
    server.serializeAttachment(member)
    const alarm = await this.ctx.storage.getAlarm()
    if (alarm === null || member.until < alarm) await this.ctx.storage.setAlarm(member.until)
    return new Response(null, { status: 101, webSocket: client, headers: { 'sec-websocket-protocol': protocol } })
  }

  /** Runs at the end of the next connection, and wakes a hibernating object. */
  override async alarm() {
    const open = this.ctx.getWebSockets().filter((socket) => !closeIfOver(socket))
    const ends = open.map((socket) => memberOf(socket).until)
    if (ends.length > 0) await this.ctx.storage.setAlarm(Math.min(...ends))
  }

  /** Checks sender and recipients as well, since an alarm may run late. */
  override async webSocketMessage(socket: WebSocket, text: string) {
    if (closeIfOver(socket)) return
    const { userId, role } = memberOf(socket)
    const message = JSON.stringify({ userId, role, text })
    for (const other of this.ctx.getWebSockets()) if (!closeIfOver(other)) other.send(message)
  }
}
