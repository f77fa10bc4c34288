import { newHex } from '../values/ids.js'

/** The prefix distinguishes it from a key of the real service, which has 96 hexadecimal characters. */
export const newApiKey = (): string => `emu_${newHex(46)}`

/** What is wrong with a configured API key, undefined if nothing is. */
export function chosenKeyProblem(apiKey: string): string | undefined {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) return 'must be printable ASCII without white space, as it travels in a header'
  if (/^[0-9a-f]{96}$/.test(apiKey)) return 'looks like an API key of the real service; choose another, such as emu_…'
  if (apiKey.length < 32) return `must have at least 32 characters, and has ${apiKey.length}`
  return undefined
}
