// All packages in one runtime: the apps of core and the adapters, the management client, and the emulator where it runs.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { createTestIssuer, type TestIssuer } from '@propelauth-edge/core/testing'
import { startServer } from '@propelauth-edge/emulator'
import { startHttpServer } from 'test-kit/http-server'
import { startProgram } from 'test-kit/program'
import { differences, introspect, mcpCases } from '../../packages/mcp/test/conformance.ts'
import { scenario } from '../../tools/e2e/management-scenario.ts'
import { root } from '../../tools/services.ts'
import { WireClient } from './http.ts'
import { type Outcome, runCases } from './run-cases.ts'
import { runWebhooks } from './run-webhooks.ts'
import type { Runtime } from './runtimes.ts'

/** The apps that answer the cases, by the first label of their host name. */
export const appNames = ['core', 'hono', 'hono-oldest', 'cloudflare', 'next', 'itty-router', 'itty-router-5'] as const

export type Column = (typeof appNames)[number] | 'session' | 'management' | 'mcp' | 'webhooks' | 'emulator'

export interface Row {
  readonly name: string
  readonly version: string
  readonly cold: ColdStart
  readonly outcomes: Readonly<Partial<Record<Column, Outcome>>>
}

/** The results of 100 first requests at once. */
interface ColdStart {
  readonly statuses: readonly number[]
  /** Of the keys. */
  readonly fetches: number
}

interface Service {
  readonly authUrl: string
  readonly apiKey: string
}

/** The facts that the scenario finds, against those it found in this process. */
function compareFacts(found: Readonly<Record<string, unknown>>, expected: Readonly<Record<string, unknown>>): Outcome {
  const names = Object.keys(expected)
  const differs = (name: string) => JSON.stringify(found[name]) !== JSON.stringify(expected[name])
  const disagreements = names.filter(differs).map((name) => `${name} is ${JSON.stringify(found[name])}`)
  return { cases: names.length, disagreements }
}

const settingsOf = ({ authUrl, apiKey }: Service) => ({ authUrl, baseUrl: authUrl, apiKey })

/** The client in the runtime, the emulator in this process. */
async function runManagement(port: number, expected: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const client = new WireClient(port)
  const server = await startServer({ port: 0, data: ':memory:' })
  try {
    const body = JSON.stringify(settingsOf(server.emulator))
    const response = await client.send('management.localhost', { method: 'POST', path: '/', headers: [], body })
    return compareFacts(JSON.parse(response.body), expected)
  } finally {
    client.close()
    await server.close()
  }
}

/** The cases of the session, with their service, in the runtime. */
async function runSession(port: number): Promise<Outcome> {
  const client = new WireClient(port)
  try {
    const { body } = await client.send('session.localhost', { method: 'GET', path: '/', headers: [] })
    return JSON.parse(body)
  } finally {
    client.close()
  }
}

/** The cases of mcp, whose authorization server is in this process. */
async function runMcp(port: number, authUrl: string): Promise<Outcome> {
  const client = new WireClient(port)
  const cases = mcpCases(authUrl)
  const disagreements: string[] = []
  try {
    for (const given of cases) {
      const { title, method = 'GET', path = '/mcp', headers = {} } = given
      const answer = await client.send('mcp.localhost', { method, path, headers: Object.entries(headers) })
      const get = (name: string) => (name in answer.headers ? String(answer.headers[name]) : null)
      const problems = differences(given, { status: answer.status, headers: { get }, text: answer.body })
      if (problems.length > 0) disagreements.push(`${title}: ${problems.join('; ')}`)
    }
    return { cases: cases.length, disagreements }
  } finally {
    client.close()
  }
}

async function answerIntrospection(request: IncomingMessage, response: ServerResponse) {
  const { authorization = null } = request.headers
  const { status, body, headers } = introspect(authorization, await text(request), Date.now() / 1_000)
  response.writeHead(status, { ...headers }).end(body)
}

async function runCold(name: string, port: number, { issuer, countFetches }: Reference): Promise<ColdStart> {
  const path = `/${encodeURIComponent(name)}`
  const headers = Object.entries(await issuer.headers())
  const clients = Array.from({ length: 100 }, () => new WireClient(port))
  const answers = clients.map((client) => client.send('cold.localhost', { method: 'GET', path, headers }))
  const statuses = (await Promise.all(answers)).map(({ status }) => status)
  for (const client of clients) client.close()
  return { statuses, fetches: countFetches(path) }
}

const cli = join(root, 'packages/emulator/dist/cli.js')

/** The emulator in the runtime, the client in this process. */
async function runEmulator(node: string, expected: Readonly<Record<string, unknown>>): Promise<Outcome> {
  await using program = await startProgram(node, [cli, '--json', '--port', '0', '--data', ':memory:'], { cwd: root })
  return compareFacts(await scenario(settingsOf(JSON.parse(program.line))), expected)
}

/**
 * What all runtimes are compared with: an issuer whose keys are served on this machine, beside introspection, and the
 * facts of the scenario.
 */
export interface Reference {
  readonly issuer: TestIssuer
  readonly facts: Readonly<Record<string, unknown>>
  /** How often the keys were asked for at this path. */
  countFetches(path: string): number
  close(): Promise<void>
}

export async function createReference(): Promise<Reference> {
  const fetches: string[] = []
  const answerKeys = (url: string, response: ServerResponse) => {
    fetches.push(url)
    // Slow enough for all who ask at once to find nothing yet.
    setTimeout(() => response.end(JSON.stringify(issuer.jwks)), 100)
  }
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    request.method === 'POST' ? answerIntrospection(request, response) : answerKeys(request.url ?? '', response)
  const keyServer = await startHttpServer(answer, { host: 'localhost' })
  const issuer = await createTestIssuer({ authUrl: keyServer.url })
  const server = await startServer({ port: 0, data: ':memory:' })
  const facts = await scenario(settingsOf(server.emulator))
  await server.close()
  const countFetches = (path: string) => fetches.filter((url) => url === path).length
  return { issuer, facts, countFetches, close: keyServer.close }
}

/** Everything in one runtime, on one server. */
export async function runRow({ name, node, start }: Runtime, reference: Reference): Promise<Row> {
  const { issuer, facts } = reference
  const { port, version, close } = await start(issuer.authUrl)
  try {
    const answered = appNames.map(async (app) => [app, await runCases(issuer, port, `${app}.localhost`)] as const)
    const outcomes: Partial<Record<Column, Outcome>> = Object.fromEntries(await Promise.all(answered))
    outcomes.session = await runSession(port)
    outcomes.management = await runManagement(port, facts)
    outcomes.mcp = await runMcp(port, issuer.authUrl)
    outcomes.webhooks = await runWebhooks(port)
    if (node) outcomes.emulator = await runEmulator(node, facts)
    const cold = await runCold(name, port, reference)
    return { name, version, outcomes, cold }
  } finally {
    await close()
  }
}
