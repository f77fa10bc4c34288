// An RSA key of 2048 bits with four primes instead of two (RFC 8017 §3.2). Its public key and its signatures are like all
// others, but it signs in a third of the time, for tests that sign thousands of texts. Web Crypto makes and takes no such
// keys.
import { createPrivateKey, createPublicKey, generatePrimeSync, type KeyObject, sign } from 'node:crypto'

export interface QuickKey {
  readonly n: string
  readonly e: string
  /** An RS256 signature, base64url. It is the same each time. */
  sign(text: string): string
}

const exponent = 65_537n

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n
  for (let [square, rest] = [base % modulus, exponent]; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % modulus
    square = (square * square) % modulus
  }
  return result
}

/** Modulo a prime. */
const inverse = (value: bigint, prime: bigint) => power(value, prime - 2n, prime)

const multiply = (numbers: readonly bigint[]) => numbers.reduce((product, number) => product * number, 1n)

/** BER (X.690): a type, the length in two bytes, and the content. */
function encode(type: number, content: Buffer): Buffer {
  const length = content.length.toString(16).padStart(4, '0')
  return Buffer.concat([Buffer.from([type, 0x82]), Buffer.from(length, 'hex'), content])
}
const sequence = (...items: readonly Buffer[]) => encode(0x30, Buffer.concat(items))
function integer(value: bigint): Buffer {
  const digits = value.toString(16)
  // A first bit of 1 would make it negative.
  return encode(0x02, Buffer.from(digits.padStart(digits.length + 2 - (digits.length % 2), '0'), 'hex'))
}

function generatePrimes(): readonly bigint[] {
  const primes = Array.from({ length: 4 }, () => generatePrimeSync(512, { bigint: true }))
  const isFit = multiply(primes) >> 2_047n === 1n && primes.every((prime) => prime % exponent !== 1n)
  return isFit ? primes : generatePrimes()
}

/** The private key as in RFC 8017, appendix A.1.2. */
function generateKey(): KeyObject {
  const primes = generatePrimes()
  const totient = multiply(primes.map((prime) => prime - 1n))
  const factor = inverse(exponent - (totient % exponent), exponent)
  const d = (1n + factor * totient) / exponent
  const [p = 0n, q = 0n, ...others] = primes
  const rest = others.map((prime, at) =>
    sequence(...[prime, d % (prime - 1n), inverse(multiply(primes.slice(0, at + 2)), prime)].map(integer)),
  )
  const numbers = [1n, multiply(primes), exponent, d, p, q, d % (p - 1n), d % (q - 1n), inverse(q, p)]
  const key = sequence(...numbers.map(integer), sequence(...rest))
  return createPrivateKey({ key, format: 'der', type: 'pkcs1' })
}

export function createQuickKey(): QuickKey {
  const key = generateKey()
  const { n = '', e = '' } = createPublicKey(key).export({ format: 'jwk' })
  return { n, e, sign: (text) => sign('sha256', Buffer.from(text), key).toString('base64url') }
}
