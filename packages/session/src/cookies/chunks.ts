import type { Cookies } from './cookie-header.js'

/**
 * A value that is too long for one cookie is stored in chunks. Each has the generation and the number of chunks before
 * its part: `Qx3_k9aZ.2.eyJhb…`. Chunks of two answers that arrived at the same time have different generations, and are
 * never joined.
 */
const headPattern = /^[^.]{0,8}\.(\d{1,2})\./
/** More than any header has. */
const mostSlices = 999

/**
 * The cookies that hold a value, by name. Browsers store 4,096 bytes of name and value: own chunks have at most 3,180
 * characters. The official handlers write one cookie of up to 4,000, else slices that are all numbered.
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
export function joinChunks(cookies: Cookies, name: string, official: boolean): string {
  const first = cookies.get(name)
  if (official && first !== undefined) return first
  const [head = '', count = official ? mostSlices : 0] = headPattern.exec(first ?? '') ?? []
  let encoded = ''
  for (let index = 0; index < Number(count); index++) {
    const chunk = cookies.get(official || index ? `${name}_${index}` : name)
    if (!chunk?.startsWith(head)) return official ? encoded : ''
    encoded += chunk.slice(head.length)
  }
  return encoded
}
