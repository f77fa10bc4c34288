import { differences, toDelivery, webhookCases } from '../../packages/webhooks/test/conformance.ts'
import { WireClient } from './http.ts'
import type { Outcome } from './run-cases.ts'

const host = 'webhooks.localhost'

/** Every delivery of the conformance cases, and ten of one message at once. The counts are those of a new app. */
export async function runWebhooks(port: number): Promise<Outcome> {
  const client = new WireClient(port)
  const disagreements: string[] = []
  const runsOf = async (id: string) => {
    const { body } = await client.send(host, { method: 'GET', path: '/runs', headers: [] })
    return JSON.parse(body)[id] ?? 0
  }
  try {
    for (const one of webhookCases) {
      const { message, headers, body, path } = await toDelivery(one)
      const response = await client.send(host, { method: 'POST', path, headers: Object.entries(headers), body })
      const runs = one.expected.runs === undefined ? undefined : await runsOf(message.id)
      const problems = differences(one, response.status, response.body, runs)
      if (problems.length > 0) disagreements.push(`${one.title}: ${problems.join('; ')}`)
    }
    const { message, headers, body } = await toDelivery({ title: 'ten at once', expected: { status: 204 } })
    const request = { method: 'POST', path: '/handle', headers: Object.entries(headers), body }
    const responses = await Promise.all(Array.from({ length: 10 }, () => client.send(host, request)))
    const runs = await runsOf(message.id)
    if (runs !== 1 || responses.some(({ status }) => status !== 204))
      disagreements.push(`ten at once: ${responses.map(({ status }) => status)}, and ${runs} runs`)
  } finally {
    client.close()
  }
  return { cases: webhookCases.length + 1, disagreements }
}
