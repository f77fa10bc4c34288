// Tokens that keep the signature of the token they were made of.
import type { Random } from 'test-kit/random'
import { encodeBytes } from '../../src/token/base64url.js'
import type { Material } from './material.js'
import { alphabet, cut, respell } from './respell.js'

const oddCharacters = [...'.=+/ \t\n\r,:;"{}[]\\%\0\u007f\u0391\uff45ÀÿſK\u2028\ufeff🦊']

type TextMutation = (token: string, random: Random, material: Material) => string

const anyCharacter = (random: Random) => (random.oneIn(2) ? random.pick([...alphabet]) : random.pick(oddCharacters))

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

export const textMutations: Readonly<Record<string, TextMutation>> = {
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
