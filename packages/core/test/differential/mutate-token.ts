// Tokens as an attacker, a broken issuer or a broken proxy would make them. Some keep the signature of the token they
// were made of; others are signed with the real key.
import type { Random } from 'test-kit/random'
import type { Material } from './material.js'
import { textMutations } from './mutate-text.js'
import { makeSigningInput } from './signing-input.js'

/** A mutated token, or one that still lacks the signature of the real key. */
export type Mutant =
  | { readonly kind: string; readonly token: string }
  | { readonly kind: 'signed'; readonly signingInput: string }

/** One in so many mutants is signed: signatures take most of the time. */
const signedOneIn = 8

export function mutate(random: Random, material: Material): Mutant {
  if (random.oneIn(signedOneIn)) return { kind: 'signed', signingInput: makeSigningInput(random, material) }
  const kind = random.pick(Object.keys(textMutations))
  const once = textMutations[kind]?.(random.pick(material.tokens), random, material) ?? ''
  return { kind, token: once }
}
