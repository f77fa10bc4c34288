import { createRandom } from 'test-kit/random'
import { toCookies } from '../subjects/session.ts'
import { type TokenSet, userCount } from '../tokens/token-set.ts'
import { createZipf } from '../tokens/zipf.ts'

/** A request as it goes over the wire, and the user that the answer must name. */
export interface Prepared {
  readonly bytes: Buffer
  readonly userId: string
}

/** Gives one request after the other, without end. */
export type NextRequest = () => Prepared

export interface Traffic {
  readonly name: string
  readonly title: string
  /** A source for one server; every server gets the same requests in the same order. */
  createSource(requests: readonly Prepared[]): NextRequest
}

function inOrder(requests: readonly Prepared[], places?: Uint16Array): NextRequest {
  const count = places?.length ?? requests.length
  let next = 0
  return () => {
    const place = next++ % count
    return requests[places ? (places[place] as number) : place] as Prepared
  }
}

/** Long enough that it does not repeat within a round. */
const zipfLength = 2 ** 18

function zipfPlaces(): Uint16Array {
  const next = createZipf(userCount, createRandom(1).fraction)
  return Uint16Array.from({ length: zipfLength }, next)
}

let zipfOrder: Uint16Array | undefined

export const traffics: readonly Traffic[] = [
  { name: 'repeated', title: 'one token repeated', createSource: (requests) => inOrder(requests.slice(0, 1)) },
  {
    name: 'zipf',
    title: 'Zipf mix of 10,000 users',
    createSource(requests) {
      zipfOrder ??= zipfPlaces()
      return inOrder(requests, zipfOrder)
    },
  },
  // In a circle that is longer than what any cache here holds: when a token comes again, it has been forgotten.
  { name: 'new', title: 'new tokens', createSource: (requests) => inOrder(requests) },
]

/** One request at a time, and as many as a busy server has. */
export const connectionCounts = [1, 64] as const

export const toConnections = (count: number): string => (count === 1 ? '1 connection' : `${count} connections`)

const toBytes = (header: string) => Buffer.from(`GET / HTTP/1.1\r\nHost: api.example.com\r\n${header}\r\n\r\n`)

/** A request of every user, whose token comes as bearer token or in cookies. */
export const prepareRequests = ({ users }: TokenSet, inCookies = false): Prepared[] =>
  users.map(({ token, userId = '' }) => ({
    bytes: toBytes(inCookies ? `Cookie: ${toCookies(token)}` : `Authorization: Bearer ${token}`),
    userId,
  }))
