import type { JWK } from 'jose'

/** Who signed the tokens, in the forms in which libraries take a key. */
export interface Issuer {
  readonly issuer: string
  readonly jwk: JWK & { readonly kid: string }
  readonly pem: string
}

/** A token and the user it must give back; none where it must be refused. */
export interface Sample {
  readonly token: string
  readonly userId: string | undefined
}

/** Everything the cases draw from. Plain JSON, so that it reaches every runtime. */
export interface TokenSet extends Issuer {
  /** One token each of so many users, all valid. */
  readonly users: readonly Sample[]
  /** Signed well, expired. */
  readonly expired: readonly Sample[]
}

export const userCount = 10_000
export const expiredCount = 1_000
