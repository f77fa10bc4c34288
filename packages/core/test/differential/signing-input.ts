// Tokens to be signed with the real key, so that the checks behind the signature are reached.
import type { Random } from 'test-kit/random'
import { encodeBytes } from '../../src/token/base64url.js'
import { anyJson, headerValues, payloadValues } from './json-values.js'
import type { Material } from './material.js'
import { cut, respell } from './respell.js'

/** A JSON object as a list of members, so that names may come twice and numbers in any form. */
type Members = (readonly [name: string, json: string])[]

const toMembers = (object: Readonly<Record<string, unknown>>): Members =>
  Object.entries(object).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, JSON.stringify(value)] as const],
  )

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
export function makeSigningInput(random: Random, material: Material): string {
  let header = toMembers(material.header)
  let payload = toMembers(random.pick(material.payloads))
  for (let edits = 1 + random.below(2); edits > 0; edits--) {
    if (random.below(5) < 2) header = editMembers(header, headerValues, random)
    else payload = editMembers(payload, payloadValues(material), random)
  }
  if (random.oneIn(200)) payload = [...payload, ['filling', JSON.stringify('x'.repeat(random.below(32_000)))]]
  return `${toPart(writeJson(header, random), random)}.${toPart(writeJson(payload, random), random)}`
}
