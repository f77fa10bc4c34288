import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT } from 'jose'
import { toClaims, userIdOf } from './claims.ts'
import { expiredCount, type Issuer, type Sample, type TokenSet, userCount } from './token-set.ts'

const kid = 'bench'
/** Raise the number when the claims change: a cached set of another form must not be used. */
const folder = join(tmpdir(), 'propelauth-edge-bench')
const file = join(folder, 'tokens-1.json')

async function makeIssuer() {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { modulusLength: 2048 })
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: 'RS256', use: 'sig' }
  return { privateKey, issuer: { issuer: 'https://auth.example.com', jwk, pem: await exportSPKI(publicKey) } }
}

function sign(issuer: Issuer, privateKey: CryptoKey, index: number, isExpired: boolean) {
  const claims = toClaims(issuer, index, isExpired)
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid }).sign(privateKey)
}

async function makeTokens(): Promise<TokenSet> {
  const { issuer, privateKey } = await makeIssuer()
  const users: Sample[] = []
  for (let index = 0; index < userCount; index++)
    users.push({ token: await sign(issuer, privateKey, index, false), userId: userIdOf(index) })
  const expired: Sample[] = []
  for (let index = 0; index < expiredCount; index++)
    expired.push({ token: await sign(issuer, privateKey, index, true), userId: undefined })
  return { ...issuer, users, expired }
}

/** The path of the token set: signed once, by jose, and kept outside the repository. */
export async function tokenFile(): Promise<string> {
  if (!existsSync(file)) {
    console.error(`signing ${userCount + expiredCount} tokens, once`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, JSON.stringify(await makeTokens()))
  }
  return file
}

export const loadTokens = async (): Promise<TokenSet> => JSON.parse(readFileSync(await tokenFile(), 'utf8'))
