import type { ConformanceCase, TestIssuer } from '@propelauth-edge/core/testing'
import { conformanceCases } from 'test-kit/conformance'
import type { HostileCase } from './cases/hostile/case.ts'
import { type HostileOptions, hostileCases } from './cases/hostile.ts'
import { WireClient, type WireResponse } from './http.ts'

/** The differences from what is expected, in words; undefined if there are none. */
type Disagreement = string

export interface Outcome {
  readonly cases: number
  readonly disagreements: readonly Disagreement[]
}

const made = new WeakMap<TestIssuer, Promise<ConformanceCase[]>>()

/** Made once for each issuer: they need a key pair of their own. Their tokens outlast a run. */
function conformanceOf(issuer: TestIssuer): Promise<ConformanceCase[]> {
  const cases = made.get(issuer) ?? conformanceCases(issuer)
  made.set(issuer, cases)
  return cases
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(body)
  } catch {
    return {}
  }
}

const equal = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

function compareConformance({ expected }: ConformanceCase, { status, headers, body }: WireResponse) {
  const { code, userId, orgId } = parse(body)
  const found = { status, code, challenge: headers['www-authenticate'] ?? null, userId, orgId }
  const wanted = { ...expected.body, status: expected.status, code: expected.code, challenge: expected.challenge }
  return (Object.keys(found) as (keyof typeof found)[])
    .filter((name) => !equal(found[name], (wanted as typeof found)[name]))
    .map((name) => `${name} is ${found[name]}, not ${(wanted as typeof found)[name]}`)
}

function compareHostile({ expected, method }: HostileCase, { status, headers, body }: WireResponse) {
  const { code } = parse(body)
  const problems: string[] = []
  if (!expected.status.includes(status)) problems.push(`status is ${status}, not ${expected.status.join(' or ')}`)
  if (expected.code && method !== 'HEAD' && code !== expected.code)
    problems.push(`code is ${code}, not ${expected.code}`)
  for (const [name, value] of Object.entries(expected.headers ?? {}))
    if (headers[name] !== value) problems.push(`${name} is ${headers[name]}, not ${value}`)
  return problems
}

/** Every case against one app of a server on this machine. The host name selects the app. */
export async function runCases(
  issuer: TestIssuer,
  port: number,
  host: string,
  options?: HostileOptions,
): Promise<Outcome> {
  const client = new WireClient(port)
  const disagreements: Disagreement[] = []
  const note = (title: string, problems: readonly string[]) => {
    if (problems.length > 0) disagreements.push(`${title}: ${problems.join('; ')}`)
  }
  const countRuns = async () => {
    const { body } = await client.send(host, { method: 'GET', path: '/runs', headers: [] })
    return Number(parse(body).runs)
  }
  try {
    const conformance = await conformanceOf(issuer)
    for (const one of conformance) {
      const { path, method = 'GET' } = one
      const response = await client.send(host, { method, path, headers: Object.entries(one.headers) })
      note(one.title, compareConformance(one, response))
    }
    const hostile = await hostileCases(issuer, `http://${host}:${port}`, options)
    let before = await countRuns()
    // The refused cases since the last count. None of them has run the handler if the count is still the same after all.
    let refused: string[] = []
    const noteRefused = async () => {
      const after = await countRuns()
      if (after !== before) note(`from "${refused.at(0)}" to "${refused.at(-1)}"`, ['the handler has run'])
      before = after
      refused = []
    }
    for (const one of hostile) {
      const { title, expected } = one
      if (expected.runs && refused.length > 0) await noteRefused()
      note(title, compareHostile(one, await client.send(host, one)))
      if (!expected.runs) {
        refused.push(title)
        continue
      }
      const after = await countRuns()
      if (after === before) note(title, ['the handler has not run'])
      before = after
    }
    await noteRefused()
    return { cases: conformance.length + hostile.length, disagreements }
  } finally {
    client.close()
  }
}
