// Tokens as an attacker, a broken issuer or a broken proxy would make them. Some keep the signature of the token they
// were made of; others are signed with the real key, so that the checks behind the signature are reached.

import type { Random } from 'test-kit/random'
import { encodeBytes } from '../src/token/base64url.js'

/** What mutations are made of. */
export interface Material {
  /** Good tokens. */
  readonly tokens: readonly string[]
  readonly header: Readonly<Record<string, unknown>>
  readonly payloads: readonly Readonly<Record<string, unknown>>[]
  /** Unix time in seconds, about which claims are mutated. */
  readonly now: number
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const oddCharacters = [...'.=+/ \t\n\r,:;"{}[]\\%\0\u007f\u0391\uff45ÀÿſK\u2028\ufeff🦊']

const cut = (text: string, from: number, to: number, between = '') => text.slice(0, from) + between + text.slice(to)

type TextMutation = (token: string, random: Random, material: Material) => string

const anyCharacter = (random: Random) => (random.oneIn(2) ? random.pick([...alphabet]) : random.pick(oddCharacters))

function respellLast(part: string, random: Random): string {
  const last = alphabet.indexOf(part.slice(-1))
  return part.slice(0, -1) + (alphabet[last ^ (1 + random.below(15))] ?? '=')
}

/** The same bytes, or nearly, in another spelling of base64. */
function respell(part: string, random: Random): string {
  const at = random.below(part.length + 1)
  return random.pick([
    () => respellLast(part, random),
    () => part + '='.repeat(1 + random.below(3)),
    () => part.replace(/-/g, '+').replace(/_/g, '/'),
    () => cut(part, at, at, random.pick([' ', '\n', '\t', '=', '\r\n'])),
  ])()
}

function changeBytes(part: string, random: Random): string {
  const binary = atob(part.replace(/-/g, '+').replace(/_/g, '/'))
  const at = random.below(binary.length)
  const byte = String.fromCharCode(random.below(256))
  const changed = random.pick([
    () => `\0${binary}`,
    () => `${binary}\0`,
    () => binary.slice(1),
    () => binary.slice(0, -1),
    () => cut(binary, at, at + 1, byte),
    () => [...binary].reverse().join(''),
    () => byte.repeat(binary.length),
  ])()
  return encodeBytes(Uint8Array.from(changed, (character) => character.charCodeAt(0)))
}

/** Changes one of the three parts. */
const inOnePart =
  (change: (part: string, random: Random) => string, only?: number): TextMutation =>
  (token, random) => {
    const parts = token.split('.')
    const at = only ?? random.below(parts.length)
    return parts.map((part, index) => (index === at ? change(part, random) : part)).join('.')
  }

const unsigned: Readonly<Record<string, TextMutation>> = {
  'a bit': (token, random) => {
    const at = random.below(token.length)
    return cut(token, at, at + 1, String.fromCharCode(token.charCodeAt(at) ^ (1 << random.below(8))))
  },
  'a character': (token, random) => {
    const at = random.below(token.length)
    return cut(token, at, at + 1, anyCharacter(random))
  },
  'a character more': (token, random) => {
    const at = random.below(token.length + 1)
    return cut(token, at, at, anyCharacter(random))
  },
  'a character less': (token, random) => {
    const at = random.below(token.length)
    return cut(token, at, at + 1)
  },
  'two neighbours': (token, random) => {
    const at = random.below(token.length - 1)
    return cut(token, at, at + 2, `${token[at + 1]}${token[at]}`)
  },
  'a stretch': (token, random) => {
    const from = random.below(token.length)
    return cut(token, from, from + random.below(40), random.pick(['', 'A'.repeat(random.below(40))]))
  },
  'cut off': (token, random) =>
    random.oneIn(2) ? token.slice(0, random.below(token.length)) : token.slice(random.below(token.length)),
  case: (token, random) => {
    const at = random.below(token.length)
    const character = token.charAt(at)
    const lower = character.toLowerCase()
    return cut(token, at, at + 1, lower === character ? character.toUpperCase() : lower)
  },
  'parts repeated, moved or left out': (token, random) => {
    const parts = token.split('.')
    return Array.from({ length: 1 + random.below(5) }, () => random.pick([...parts, ...parts, ''])).join('.')
  },
  'parts of two tokens': (token, random, { tokens }) => {
    const [own, other] = [token.split('.'), random.pick(tokens).split('.')]
    return own.map((part, at) => (random.oneIn(2) ? part : other[at])).join('.')
  },
  'two tokens': (token, random, { tokens }) =>
    `${token}${random.pick([',', ', ', ' ', '.', '\n', ''])}${random.pick(tokens)}`,
  spelling: inOnePart(respell),
  'spelling of the signature': inOnePart(respell, 2),
  bytes: inOnePart(changeBytes),
  'bytes of the signature': inOnePart(changeBytes, 2),
  'another end': (token, random) =>
    token + random.pick(['.', '..', '=', '\0', ' ', `.${'A'.repeat(random.below(20_000))}`]),
  nothing: (token) => token,
}

/** A JSON object as a list of members, so that names may come twice and numbers in any form. */
type Members = (readonly [name: string, json: string])[]

const toMembers = (object: Readonly<Record<string, unknown>>): Members =>
  Object.entries(object).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, JSON.stringify(value)] as const],
  )

const anyJson = [
  'null',
  'true',
  'false',
  '0',
  '-0',
  '1',
  '-1',
  '1e999',
  '-1e999',
  '1.5',
  '9007199254740993',
  '""',
  '" "',
  '"x"',
  '"true"',
  '[]',
  '[null]',
  '["x"]',
  '[1]',
  '[[]]',
  '{}',
  '{"a":1}',
  '{"a":1,"a":2}',
  '{"__proto__":{"a":1}}',
  '{"toString":1,"valueOf":1}',
  '"\\u0000"',
  '"\\ud800"',
  '"🦊"',
  '{"x":[{"y":"a:b"}]}',
  'NaN',
  'Infinity',
  '0x10',
  '01',
  '+1',
  '.5',
  "'x'",
  'undefined',
  '',
]

const headerValues: Readonly<Record<string, readonly string[]>> = {
  alg: [
    '"RS256"',
    '"rs256"',
    '"none"',
    '"None"',
    '"HS256"',
    '"RS512"',
    '"PS256"',
    '"ES256"',
    '["RS256"]',
    '"RS256 "',
    '"\\u0052S256"',
  ],
  typ: [
    '"JWT"',
    '"jwt"',
    '"at+jwt"',
    '"application/jwt"',
    '"application/at+jwt"',
    '"JWE"',
    '"JWT "',
    '["JWT"]',
    '"dpop+jwt"',
    '""',
  ],
  kid: ['"key"', '"KEY"', '"other"', '"emu_1"', '""', '["key"]', '7', '"__proto__"', '"key\\u0000"', '"\\u006bey"'],
  crit: ['[]', '["exp"]', '["b64"]', '["x"]', '"b64"'],
  b64: ['true', 'false', '"false"'],
  zip: ['"DEF"'],
  cty: ['"JWT"', '"json"', `"${'x'.repeat(1_000)}"`],
  jku: ['"https://evil.example/jwks.json"'],
  x5u: ['"https://evil.example/"'],
  x5c: ['["MIIB"]'],
  jwk: ['{"kty":"RSA","n":"AQAB","e":"AQAB"}'],
  enc: ['"A128GCM"'],
}

function payloadValues({ now }: Material): Readonly<Record<string, readonly string[]>> {
  const times = [-3_600, -11, -10, -9.5, -9, -1, 0, 1, 9, 10, 10.5, 11, 1_800].map((offset) => now + offset)
  const forms = [
    `"${now + 60}"`,
    `[${now + 60}]`,
    `${now + 60}e0`,
    `${now + 60}.0`,
    `${(now + 60) / 100}e2`,
    '1e300',
    `${now}e-2`,
  ]
  const time = [...times.map(String), ...times.map(String), ...forms, 'null', '1e999', '-1e999', '{}', 'true']
  const org = {
    org_id: 'a',
    org_name: 'A',
    user_role: 'Admin',
    inherited_user_roles_plus_current_role: ['Admin'],
    user_permissions: [],
  }
  const orgs = [
    org,
    { ...org, user_permissions: 'all' },
    { ...org, inherited_user_roles_plus_current_role: [7] },
    { ...org, org_id: 7 },
    { ...org, additional_roles: 'x' },
    { ...org, org_role_structure: 'other' },
    { ...org, org_metadata: [] },
  ]
  const jsonOfOrgs = orgs.map((entry) => JSON.stringify(entry))
  return {
    iss: [
      '"https://auth.example.com"',
      '"https://auth.example.com/"',
      '"https://AUTH.example.com"',
      '"https://evil.example"',
      '["https://auth.example.com"]',
      '"https:\\/\\/auth.example.com"',
    ],
    exp: time,
    iat: time,
    nbf: time,
    user_id: ['"u1"', '""', '7', '["u1"]', '{"a":1}', '"__proto__"'],
    email: ['"a@example.com"', '7', '[]'],
    impersonator_user_id: ['"e1"', '7', 'null', '""'],
    properties: ['{}', '{"a":{"b":[1]}}', '[]', '"x"', '{"__proto__":{"admin":true}}'],
    metadata: ['{}', '[]', '7'],
    login_method: [
      '{"login_method":"password"}',
      '"password"',
      '{}',
      '{"login_method":"saml_sso","provider":"Okta","org_id":"a"}',
      '{"login_method":"x","provider":7}',
    ],
    org_member_info: [...jsonOfOrgs, '{}', '[]'],
    org_id_to_org_member_info: [
      ...jsonOfOrgs.map((json) => `{"a":${json}}`),
      ...jsonOfOrgs.map((json) => `{"b":${json}}`),
      '{}',
      '[]',
      '{"a":null}',
      `{"__proto__":${JSON.stringify({ ...org, org_id: '__proto__' })}}`,
    ],
    aud: ['"x"', '["x"]', '["x","y"]', '["x",7]', '[]', '"y"', '"X"', '["X"]', '[["x"]]', '{"x":"x"}'],
    cnf: ['{"jkt":"x"}', '{}', '"x"'],
    sub: ['"x"', '7'],
    jti: ['7'],
  }
}

function editMembers(members: Members, values: Readonly<Record<string, readonly string[]>>, random: Random): Members {
  const name = random.pick(Object.keys(values))
  const value = random.oneIn(4) ? random.pick(anyJson) : random.pick([...(values[name] ?? []), 'null'])
  const at = random.below(members.length + 1)
  const without = members.filter(([other]) => other !== name)
  return random.pick([
    () => without,
    () => [...without, [name, value] as const],
    () => [...without, [name, value] as const],
    () => [...without, [name, value] as const],
    () => [...members.slice(0, at), [name, value] as const, ...members.slice(at)],
    () => [...members, [random.pick(['__proto__', 'constructor', 'toString', 'x', '']), random.pick(anyJson)] as const],
  ])()
}

const escapeOne = (text: string) =>
  text.replace(/[a-z]/, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)

function writeJson(members: Members, random: Random): string {
  const space = random.oneIn(8) ? random.pick([' ', '\n', '\t', '\r\n', '\u00a0']) : ''
  const pairs = members.map(([name, json]) => {
    const quoted = JSON.stringify(name)
    return `${space}${random.oneIn(40) ? escapeOne(quoted) : quoted}${space}:${space}${json}`
  })
  const json = `{${pairs.join(',')}${space}}`
  if (!random.oneIn(20)) return json
  const at = random.below(json.length)
  return random.pick([
    `\ufeff${json}`,
    `[${json}]`,
    `${json}${json}`,
    json.slice(0, at),
    `${json}\0`,
    ` ${json}\n`,
    cut(json, at, at + 1),
    '',
    'null',
    '""',
  ])
}

function toPart(json: string, random: Random): string {
  const bytes = new TextEncoder().encode(json)
  if (random.oneIn(40) && bytes.length > 0) bytes[random.below(bytes.length)] = 0x80 + random.below(0x80)
  const part = encodeBytes(bytes)
  return random.oneIn(40) ? respell(part, random) : part
}

/** Header and payload, to be signed as they are spelled. */
function makeSigningInput(random: Random, material: Material): string {
  let header = toMembers(material.header)
  let payload = toMembers(random.pick(material.payloads))
  for (let edits = 1 + random.below(2); edits > 0; edits--) {
    if (random.below(5) < 2) header = editMembers(header, headerValues, random)
    else payload = editMembers(payload, payloadValues(material), random)
  }
  if (random.oneIn(200)) payload = [...payload, ['filling', JSON.stringify('x'.repeat(random.below(32_000)))]]
  return `${toPart(writeJson(header, random), random)}.${toPart(writeJson(payload, random), random)}`
}

/** A mutated token, or one that still lacks the signature of the real key. */
export type Mutant =
  | { readonly kind: string; readonly token: string }
  | { readonly kind: 'signed'; readonly signingInput: string }

/** One in so many mutants is signed: signatures take most of the time. */
const signedOneIn = 8

export function mutate(random: Random, material: Material): Mutant {
  if (random.oneIn(signedOneIn)) return { kind: 'signed', signingInput: makeSigningInput(random, material) }
  const kind = random.pick(Object.keys(unsigned))
  const once = unsigned[kind]?.(random.pick(material.tokens), random, material) ?? ''
  return { kind, token: once }
}
