import { createTestIssuer, type TestIssuer } from '@propelauth-edge/core/testing'

export type Rotation = 'overlap' | 'abrupt' | 'addition' | 'removal' | 'same kid'

/** A key of the project, from its publication to its withdrawal. */
export interface SigningKey {
  readonly issuer: TestIssuer
  readonly kid: string
  readonly modulus: string
  readonly publishedAt: number
  withdrawnAt: number | undefined
}

type Jwk = TestIssuer['jwks']['keys'][number]

/** More than this many keys are not published for long. */
const usualCount = 3

/** The keys of the project, and those of attackers. */
export interface KeyRing {
  readonly all: readonly SigningKey[]
  published(): SigningKey[]
  rotate(how: Rotation): Promise<void>
  /** The key set as the origin has it now. */
  toSet(): { keys: Jwk[] }
  /** The ids of the published keys over a key that is none of them. */
  toForgedSet(): { keys: Jwk[] }
  /** The key in the forged set: a process that believes the wrong source accepts its tokens. */
  readonly forger: TestIssuer
  /** Of the same project by its claims, but never published. */
  readonly stranger: TestIssuer
  hasSharedKid(key: SigningKey): boolean
}

export async function createKeyRing(authUrl: string, now: () => number): Promise<KeyRing> {
  const all: SigningKey[] = []
  const forger = await createTestIssuer({ authUrl, kid: 'forger' })
  const stranger = await createTestIssuer({ authUrl, kid: 'never-published' })
  const published = () => all.filter(({ withdrawnAt }) => withdrawnAt === undefined)
  let made = 0

  async function make(kid = `key-${++made}`): Promise<SigningKey> {
    const issuer = await createTestIssuer({ authUrl, kid })
    return { issuer, kid, modulus: String(issuer.jwks.keys[0]?.n), publishedAt: now(), withdrawnAt: undefined }
  }

  function withdraw(keys: readonly SigningKey[]) {
    for (const key of keys) key.withdrawnAt = now()
  }

  all.push(await make(), await make())

  return {
    all,
    published,
    forger,
    stranger,
    async rotate(how) {
      const before = published()
      const newest = before.at(-1)
      if (how === 'removal' && before.length > 1) return withdraw(before.slice(0, 1))
      // Making a key takes a while: it is published, and the other withdrawn, in one go.
      const key = await make(how === 'same kid' ? newest?.kid : undefined)
      all.push(key)
      if (how === 'abrupt') withdraw(before)
      if (how === 'same kid' && newest) withdraw([newest])
      if (how === 'overlap') withdraw(before.slice(0, Math.max(0, before.length + 1 - usualCount)))
    },
    toSet: () => ({ keys: published().flatMap(({ issuer }) => issuer.jwks.keys) }),
    toForgedSet: () => ({
      keys: published().flatMap(({ kid }) => forger.jwks.keys.map((jwk) => ({ ...jwk, kid }))),
    }),
    hasSharedKid: (key) => all.some((other) => other !== key && other.kid === key.kid),
  }
}
