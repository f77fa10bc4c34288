// Published RSA signatures, judged by core's own verifier on Node, Bun and Deno in all ways to verify: at once, on
// threads, and with Web Crypto, which is all that Deno uses. The same vectors run in workerd and the edge VM beside the code.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { bundleText, forAnyRuntime } from 'test-kit/bundle'
import { temporaryFolder } from 'test-kit/temporary-folder'
import { describe, expect, test } from 'vitest'
import { root } from '../services.ts'

const require = createRequire(join(root, 'matrix/package.json'))

/** Prints how often each published result met each of ours, and how many verifications ran on threads. */
const program = `
import { toVerificationKeys } from './keys/json-web-key.js'
import { isSignedBy } from './token/verification-key.js'
import { testGroups } from '../test-vectors/rsa_signature_2048_sha256_test.json'

const [way] = globalThis.process.argv.slice(2)
if (way === 'web') Object.defineProperty(globalThis, 'navigator', { value: { userAgent: 'Cloudflare-Workers' } })
const fromHex = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const vectors = testGroups.flatMap(({ keyJwk, tests }) => {
  const [key] = toVerificationKeys({ keys: [keyJwk] }, false)
  return tests.map(({ result, sig, msg }) => ({ result, verify: () => isSignedBy(key, fromHex(sig), fromHex(msg)) }))
})
// The module is evaluated in several callbacks of one turn. What follows is one callback of its own.
await new Promise((resolve) => setTimeout(resolve))
let promises = 0
const count = (verified) => {
  if (typeof verified !== 'boolean') promises++
  return verified
}
const results = []
if (way === 'together') results.push(...(await Promise.all(vectors.map(({ verify }) => count(verify())))))
else for (const { verify } of vectors) results.push(await count(verify()))
const verdicts = {}
for (const [at, { result }] of vectors.entries()) {
  const verdict = result + ': ' + results[at]
  verdicts[verdict] = (verdicts[verdict] ?? 0) + 1
}
console.log(JSON.stringify({ verdicts, promises }))
`

const folder = temporaryFolder()
const file = join(folder, 'vectors.mjs')
writeFileSync(
  file,
  await bundleText(program, join(root, 'packages/core/src'), { ...forAnyRuntime, loader: { '.json': 'json' } }),
)

const nodeOf = (major: number) => join(dirname(require.resolve(`node-${major}/package.json`)), 'bin/node')
const deno = [require.resolve('deno/bin.cjs'), 'run', '--no-lock', '--cached-only', '--allow-all']
const commands: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ...[20, 22, 24, 26].map((major) => [`Node ${major}`, nodeOf(major)] as const),
  ['Bun', require.resolve('bun/bin/bun.exe')],
  ['Deno', process.execPath, ...deno],
]

const judge = (command: string, args: readonly string[], way: string) =>
  JSON.parse(execFileSync(command, [...args, file, way], { encoding: 'utf8' }))

describe.each(commands)('%s', (name, command, ...args) => {
  const verdicts = { 'valid: true': 9, 'acceptable: false': 1, 'invalid: false': 249 }

  test('judges every vector alike when they come one after the other, which takes a thread on Deno alone', () => {
    const result = judge(command, args, 'alone')
    expect(result.verdicts).toEqual(verdicts)
    if (name === 'Deno') expect(result.promises).toBeGreaterThan(250)
    else expect(result.promises).toBe(0)
  })

  test('judges every vector alike on threads', () => {
    const result = judge(command, args, 'together')
    expect(result.verdicts).toEqual(verdicts)
    expect(result.promises).toBeGreaterThan(250)
  })

  test('judges every vector alike with Web Crypto', () => {
    const result = judge(command, args, 'web')
    expect(result.verdicts).toEqual(verdicts)
    expect(result.promises).toBeGreaterThan(250)
  })
})
