import { readCookie } from './cookie-header.js'

/** 36,000 characters: more than the tokens have that core reads by default (`maxTokenBytes`). */
const mostSlices = 9

/**
 * The cookies that hold a value, by name. Browsers store 4,096 bytes of name and value: own chunks have at most 3,180
 * characters. The official handlers write one cookie of up to 4,000, else slices that are all numbered.
 *
 * A chunk has the generation and the number of chunks before its part: `Qx3_k9aZ.2.eyJhb…`. Chunks of two answers that
 * arrived at the same time have different generations, and are never joined.
 */
export function toChunks(name: string, value: string, official: boolean): [name: string, value: string][] {
  const encoded = encodeURIComponent(value)
  const parts = encoded.match(official ? /.{1,4000}/g : /.{1,3169}/g) ?? []
  // Equal values have equal generations, so that answers with the same token fit together.
  const head = official ? '' : `${encoded.replaceAll('.', '').slice(-8)}.${parts.length}.`
  return parts.map((part, index) => [(official ? parts[1] : index) ? `${name}_${index}` : name, head + part])
}

/**
 * The encoded value of a cookie or of its chunks; the empty text unless all of one generation are there. The official
 * format has no generation. Its slices count only without a whole value, which is the newer one.
 */
export function joinChunks(header: string, name: string, official: boolean): string {
  const first = readCookie(header, name)
  if (official && first !== undefined) return first
  const start = first ?? ''
  const countAt = start.indexOf('.') + 1
  const head = start.slice(0, start.indexOf('.', countAt) + 1)
  const count = official ? mostSlices : Number(head.slice(countAt, countAt + 2))
  let encoded = ''
  for (let index = 0; index < count; index++) {
    const chunk = official || index ? readCookie(header, `${name}_${index}`) : first
    if (!chunk?.startsWith(head)) return official ? encoded : ''
    encoded += chunk.slice(head.length)
  }
  return encoded
}
