import type { Random } from 'test-kit/random'

export const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** The text with another part in the place of a stretch of it. */
export const cut = (text: string, from: number, to: number, between = '') =>
  text.slice(0, from) + between + text.slice(to)

function respellLast(part: string, random: Random): string {
  const last = alphabet.indexOf(part.slice(-1))
  return part.slice(0, -1) + (alphabet[last ^ (1 + random.below(15))] ?? '=')
}

/** The same bytes, or nearly, in another spelling of base64. */
export function respell(part: string, random: Random): string {
  const at = random.below(part.length + 1)
  return random.pick([
    () => respellLast(part, random),
    () => part + '='.repeat(1 + random.below(3)),
    () => part.replace(/-/g, '+').replace(/_/g, '/'),
    () => cut(part, at, at, random.pick([' ', '\n', '\t', '=', '\r\n'])),
  ])()
}
