import type { Random } from 'test-kit/random'
import { now } from '../message.ts'
import { type Arrived, signByWitness } from './witness.ts'

/** Characters that a header may have. */
const headerCharacters = [...'abcXYZ0189+/=,. _-:;v1"\\\t\u00e9']
const bodyCharacters = [...'{}[]":,0 a\\\n\u00e9\u2603\ufeff', '\u{1d11e}']

const at = (random: Random, text: string) => random.below(text.length + 1)

/** Changes to a text: a character less, more, or another; a part twice; nothing left. */
const textChanges: readonly ((random: Random, text: string, characters: readonly string[]) => string)[] = [
  (random, text) => {
    const from = at(random, text)
    return text.slice(0, from) + text.slice(from + 1)
  },
  (random, text, characters) => {
    const from = at(random, text)
    return text.slice(0, from) + random.pick(characters) + text.slice(from)
  },
  (random, text, characters) => {
    const from = at(random, text)
    return text.slice(0, from) + random.pick(characters) + text.slice(from + 1)
  },
  (_, text) => text + text,
  (random, text) => text.slice(at(random, text)),
  (_, text) => text.toUpperCase(),
  () => '',
]

const change = (random: Random, text: string, characters: readonly string[]) =>
  random.pick(textChanges)(random, text, characters)

const otherSignature = (random: Random) => {
  const base64 = btoa(Array.from({ length: 32 }, () => String.fromCharCode(random.below(256))).join(''))
  return `${random.pick(['v1', 'v1', 'v1a', 'v2'])},${base64}`
}

/** Puts others around a signature. */
function toList(random: Random, signature: string): string {
  const others = Array.from({ length: random.pick([1, 2, 5, 15, 16, 20]) }, () => otherSignature(random))
  return others.toSpliced(random.below(others.length + 1), 0, signature).join(random.pick([' ', ' ', '  ', ', ']))
}

type Mutation = (random: Random, message: Arrived, secret: string) => Arrived

/** Signed with the secret after the change, so that the form of the parts is all that can be wrong. */
const signedAgain = (secret: string, message: Arrived): Arrived => {
  const seconds = Number.parseInt(message.timestamp, 10)
  const signature = Number.isNaN(seconds) ? message.signature : signByWitness(secret, message.id, seconds, message.body)
  return { ...message, signature }
}

const timestamps = (random: Random, { timestamp }: Arrived): string =>
  random.pick([
    String(now - random.below(700) + 350),
    `${timestamp}${random.pick(['abc', '.5', 'e0', ' ', '\t1', ',1'])}`,
    `${random.pick(['0', '00', '+', '-', ' '])}${timestamp}`,
    `${timestamp}000`,
    random.pick(['0', '-1', '1e9', '0x10', 'Infinity', 'NaN', '9'.repeat(12), '9'.repeat(13)]),
  ])

const bodies = ['', '{}', '[]', '[{"event_type":"x"}]', 'null', '1', '"text"', '{"a":1', ' {"a":1}\n', '\ufeff{}']

export const mutations: readonly Mutation[] = [
  (_, message) => message,
  (random, message) => ({ ...message, id: change(random, message.id, headerCharacters) }),
  (random, message) => ({ ...message, timestamp: change(random, message.timestamp, headerCharacters) }),
  (random, message) => ({ ...message, timestamp: timestamps(random, message) }),
  (random, message) => ({ ...message, signature: change(random, message.signature, headerCharacters) }),
  (random, message) => ({ ...message, signature: toList(random, message.signature) }),
  (random, message) => ({ ...message, signature: `${message.signature},${random.pick(headerCharacters)}` }),
  (random, message) => ({ ...message, body: change(random, message.body, bodyCharacters) }),
  (random, message, secret) => signedAgain(secret, { ...message, body: random.pick(bodies) }),
  (random, message, secret) => signedAgain(secret, { ...message, body: change(random, message.body, bodyCharacters) }),
  (random, message, secret) => signedAgain(secret, { ...message, id: change(random, message.id, headerCharacters) }),
  (random, message, secret) => signedAgain(secret, { ...message, timestamp: timestamps(random, message) }),
]
