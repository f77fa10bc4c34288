import type { Issuer } from '../tokens/token-set.ts'

export type RuntimeName = 'node' | 'workerd' | 'bun' | 'deno'

/** Gives back the user id of a request, or nothing where it is refused: by the cheapest way its library offers. */
export interface Verifier {
  verify(request: Request): string | undefined | Promise<string | undefined>
  /** Work that is not to be measured, done once for each request beforehand. */
  prepare?(request: Request): void
}

/** One thing that is measured. */
export interface Subject {
  readonly name: string
  /** The packages whose versions are printed with the results. */
  readonly packages: readonly string[]
  /** Where it runs. */
  readonly runtimes: readonly RuntimeName[]
  /** Does less work than the libraries (it gives no user): a lower bound. */
  readonly isFloor?: boolean
  /** A new verifier that has the key and empty caches. */
  createVerifier(issuer: Issuer): Verifier | Promise<Verifier>
}

export const everywhere: readonly RuntimeName[] = ['node', 'workerd', 'bun', 'deno']

/** workerd's `node:crypto` takes no key object where fast-jwt passes one, and then refuses every token. */
export const notInWorkerd: readonly RuntimeName[] = ['node', 'bun', 'deno']

/** What every handler does before a library that takes a bare token: `Authorization: Bearer …` from the request. */
export const bearerOf = (request: Pick<Request, 'headers'>): string =>
  (request.headers.get('authorization') ?? '').slice(7)

/** A verifier of a library that throws when it refuses. */
export function throwing(verify: (token: string) => Promise<{ readonly [claim: string]: unknown }>): Verifier {
  return {
    async verify(request) {
      try {
        const { user_id: userId } = await verify(bearerOf(request))
        return typeof userId === 'string' ? userId : undefined
      } catch {
        return undefined
      }
    },
  }
}
