import * as itty6 from 'itty-router'
import * as itty5 from 'itty-router-5'

/** What the tests use of itty-router, in the words that both majors share. */
interface Itty {
  readonly AutoRouter: (options?: object) => Router
  readonly Router: (options?: object) => Router
  readonly cors: (options?: object) => { preflight: unknown; corsify: unknown }
  readonly error: (error: unknown) => Response
  readonly json: unknown
  readonly withParams: Handler
}

type Handler = (request: never, ...args: never[]) => unknown

interface Router {
  all(path: string, ...handlers: Handler[]): Router
  get(path: string, ...handlers: Handler[]): Router
  fetch(request: Request, ...args: unknown[]): Promise<Response>
}

export const majors: readonly (readonly [string, Itty])[] = [
  ['itty-router 6', itty6 as unknown as Itty],
  ['itty-router 5', itty5 as unknown as Itty],
]
