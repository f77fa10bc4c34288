import { type Cookies, decodeValue } from './cookie-header.js'

/**
 * A value that is too long for one cookie is stored in chunks. Each has the generation and the number of chunks before
 * its part: `Qx3_k9aZ.2.eyJhb…`. Chunks of two answers that arrived at the same time have different generations, and are
 * never joined.
 */
const chunkPattern = /^([\w-]{1,8})\.(\d{1,2})\.(.*)$/

/** Browsers store 4,096 bytes of name and value; a chunk with its name stays well below. */
const chunkLength = 3_180
const headLength = 'generate.9.'.length

const nameOf = (name: string, index: number) => (index === 0 ? name : `${name}_${index}`)

const slices = (text: string, length: number): string[] =>
  Array.from({ length: Math.max(1, Math.ceil(text.length / length)) }, (_, index) =>
    text.slice(index * length, (index + 1) * length),
  )

/** Equal values have equal generations, so that answers with the same token fit together. */
const generationOf = (encoded: string) => encoded.replace(/[^\w-]/g, '').slice(-8) || '0'

/** The cookies that hold a value, by name. */
export function toChunks(name: string, value: string): [name: string, value: string][] {
  const encoded = encodeURIComponent(value)
  const parts = slices(encoded, chunkLength - headLength)
  const head = `${generationOf(encoded)}.${parts.length}.`
  return parts.map((part, index) => [nameOf(name, index), head + part])
}

/** The value of a set of chunks; `undefined` unless all of one generation are there. */
export function readChunks(cookies: Cookies, name: string): string | undefined {
  const [, generation, count] = chunkPattern.exec(cookies.get(name) ?? '') ?? []
  let encoded = ''
  for (let index = 0; index < Number(count); index++) {
    const found = chunkPattern.exec(cookies.get(nameOf(name, index)) ?? '')
    if (!found || found[1] !== generation || found[2] !== count) return undefined
    encoded += found[3]
  }
  return encoded ? decodeValue(encoded) : undefined
}

const officialLength = 4_000

/** The cookies as the official handlers write them: one up to 4,000 characters, else numbered slices. */
export function toOfficialChunks(name: string, value: string): [name: string, value: string][] {
  const encoded = encodeURIComponent(value)
  if (encoded.length <= officialLength) return [[name, encoded]]
  return slices(encoded, officialLength).map((part, index) => [`${name}_${index}`, part])
}

export function readOfficialChunks(cookies: Cookies, name: string): string | undefined {
  let encoded = cookies.get(name) ?? ''
  // Slices count only without a whole value: it is the newer one.
  if (!cookies.has(name))
    for (let index = 0, part = cookies.get(`${name}_0`); part; part = cookies.get(`${name}_${++index}`)) encoded += part
  return encoded ? decodeValue(encoded) : undefined
}
