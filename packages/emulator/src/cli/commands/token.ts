import { createClock } from '../../values/clock.js'
import { defineCommand } from '../line/command.js'
import type { Line } from '../line/flags.js'
import { readSeconds } from '../line/read-values.js'
import { UsageError } from '../line/usage-error.js'
import { atMost, needed, subcommand } from '../line/words.js'
import { print, printJson, printLines } from '../output/print.js'
import { decodeToken } from '../output/token-text.js'
import { CONNECTION_FLAGS } from '../running/connection-flags.js'
import { findEmulator } from '../running/find-emulator.js'

const FLAGS = {
  user: { type: 'text', value: 'USER', meaning: 'mint: the user, by key, email address or id' },
  org: { type: 'text', value: 'ORG', meaning: 'mint: the active organization, by key or id', otherwise: 'none' },
  'expires-in': {
    type: 'text',
    value: 'TIME',
    meaning: 'mint: 90s, 31m, 2h or 7d; negative for an expired token',
    otherwise: 'the lifetime of the project',
  },
  claim: { type: 'list', value: 'NAME=JSON', meaning: 'mint: a claim to change; null removes it' },
  ...CONNECTION_FLAGS,
} as const

export const token = defineCommand({
  usage: ['token [mint] --user USER [flags]', 'token decode TOKEN', 'token verify TOKEN [flags]'],
  details: `A TOKEN of - is read from the input. decode needs no emulator. verify says which rules an invalid token
breaks, by the key, issuer and clock of the emulator; its exit code is 0 for a valid token, 1 for an invalid one.`,
  flags: FLAGS,
  examples: [
    ['token mint --user owner --org acme', 'for curl -H "Authorization: Bearer $(…)"'],
    ['token mint --user owner --expires-in -1m', 'an expired token, to see what your API answers'],
    ['token verify eyJhbGciOi…', 'why your API refuses a token'],
  ],
  run(line) {
    const name = subcommand(line.words, ['mint', 'decode', 'verify'])
    atMost(line.words, name === 'mint' ? 1 : 2)
    if (name === 'mint') return mint(line)
    return name === 'decode' ? decode(line) : verify(line)
  },
})

type TokenLine = Line<typeof FLAGS>

async function mint(line: TokenLine): Promise<number> {
  const { user, org, claim, json } = line.values
  if (!user) throw new UsageError('token mint needs --user, such as --user owner')
  const expires = line.values['expires-in']
  const body = {
    user,
    org,
    expiresIn: expires === undefined ? undefined : readSeconds('--expires-in', expires),
    claims: claim.length === 0 ? undefined : Object.fromEntries(claim.map(readClaim)),
  }
  const { call } = await findEmulator(line)
  const minted = (await call('POST', '/token', body)) as { readonly accessToken: string }
  return json ? printJson(minted) : print(`${minted.accessToken}\n`)
}

function readClaim(text: string): readonly [string, unknown] {
  const [, name = '', json = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? []
  try {
    if (name !== '') return [name, JSON.parse(json)]
  } catch {
    // Reported below.
  }
  throw new UsageError(`--claim must be NAME=JSON, such as email=null or plan='"pro"', not ${text}`)
}

async function decode(line: TokenLine): Promise<number> {
  const decoded = decodeToken(await readToken(line))
  if (decoded === undefined)
    throw new UsageError('this is no access token: it must have three parts in base64url with dots between them')
  const { header, claims, notes } = decoded
  return line.values.json ? printJson({ header, claims }) : printLines(tokenLines(header, claims, notes))
}

const tokenLines = (header: object, claims: object, notes: readonly string[]): readonly string[] => [
  JSON.stringify(header, null, 2),
  JSON.stringify(claims, null, 2),
  ...notes,
]

/** What the control API finds in a token. */
interface Inspected {
  readonly valid: boolean
  readonly checks: readonly { readonly name: string; readonly ok: boolean; readonly detail: string }[]
  readonly claims?: Readonly<Record<string, unknown>>
  readonly bytes: number
  readonly large: boolean
}

async function verify(line: TokenLine): Promise<number> {
  const text = await readToken(line)
  const { call } = await findEmulator(line)
  const inspected = (await call('POST', '/token/verify', { token: text })) as Inspected
  if (line.values.json) printJson(inspected)
  else printLines(verdictLines(inspected))
  return inspected.valid ? 0 : 1
}

/** For an invalid token, all rules that it breaks; for a valid one, what may surprise. */
function verdictLines({ valid, checks, claims, bytes, large }: Inspected): readonly string[] {
  const broken = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`)
  const isAhead = Number(claims?.iat) > createClock().seconds()
  return [
    valid ? 'valid' : 'invalid',
    ...broken,
    ...(valid && isAhead
      ? ['The clock of the emulator is ahead: programs with the time of the system refuse it.']
      : []),
    ...(large ? [`It has ${bytes} bytes, more than a cookie holds (4096).`] : []),
  ]
}

/** Pasted tokens have white space around them, and often the name of the scheme. */
async function readToken(line: TokenLine): Promise<string> {
  const word = needed(line.words, 1, 'the token')
  const text = word === '-' ? await readInput() : word
  return text.trim().replace(/^(authorization: *)?bearer +/i, '')
}

async function readInput(): Promise<string> {
  const { text } = await import('node:stream/consumers')
  return text(process.stdin)
}
