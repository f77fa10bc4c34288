import { context, metrics, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace'
import { badTokens } from '@propelauth-edge/core/testing'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { issuer } from './issuer.ts'

const spans = new InMemorySpanExporter()
const measured = new InMemoryMetricExporter(AggregationTemporality.DELTA)
const reader = new PeriodicExportingMetricReader({ exporter: measured, exportIntervalMillis: 3_600_000 })

context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }))
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
// Imported after the SDK is set up, as in an app.
const { propelAuth } = await import('../src/opentelemetry.ts')

// Other files of the process have no SDK.
afterAll(() => {
  for (const api of [context, trace, metrics]) api.disable()
})

beforeEach(async () => {
  await reader.forceFlush()
  measured.reset()
  spans.reset()
})

const handler = propelAuth.withOrgMember({ orgId: () => 'acme' }, (_request, { org }) => new Response(org.orgName))

/** A request in a span, as under an instrumented server. */
const serve = (headers: Record<string, string>) =>
  trace.getTracer('server').startActiveSpan('GET', async (span) => {
    const response = await handler(new Request('https://api.example.com', { headers }))
    span.end()
    return response.status
  })

/** The histogram: the number of points for each set of attributes. */
async function points() {
  await reader.forceFlush()
  const found = measured.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
  return found.flatMap(({ descriptor, dataPoints }) =>
    dataPoints.map(({ attributes, value }) => ({ name: descriptor.name, unit: descriptor.unit, attributes, value })),
  )
}

const eventsOf = () => spans.getFinishedSpans().flatMap(({ events }) => events.map(({ attributes }) => attributes))

test('an accepted request is recorded with the source of its keys', async () => {
  const headers = await issuer.headers({ orgs: [{ orgId: 'acme' }] })
  expect(await serve(headers)).toBe(200)
  expect(await serve(headers)).toBe(200)
  const found = await points()
  expect(found.map(({ attributes }) => attributes)).toEqual([
    { 'propelauth.event': 'keys', 'propelauth.cache': 'origin' },
    { 'propelauth.event': 'accepted', 'propelauth.cache': 'origin' },
    { 'propelauth.event': 'accepted', 'propelauth.cache': 'token' },
  ])
  for (const { name, unit, value } of found)
    expect({ name, unit, value }).toMatchObject({ name: 'propelauth.duration', unit: 's', value: { count: 1 } })
})

test('a refusal is recorded with its code, also in the span of the request', async () => {
  const expired = (await badTokens(issuer)).find(({ title }) => title === 'expired')
  expect(await serve({})).toBe(401)
  expect(await serve({ authorization: `Bearer ${expired?.token}` })).toBe(401)
  const codes = (await points()).map(({ attributes }) => attributes['propelauth.code'])
  expect(codes).toEqual(['missing_token', 'token_expired'])
  expect(eventsOf()).toMatchObject([
    { 'propelauth.event': 'refused', 'propelauth.code': 'missing_token' },
    { 'propelauth.event': 'refused', 'propelauth.code': 'token_expired' },
  ])
  expect(eventsOf()[0]?.['propelauth.duration_ms']).toBeGreaterThanOrEqual(0)
})

test('attributes contain no user data and no token', async () => {
  const headers = await issuer.headers({ user: { userId: 'ada', email: 'ada@example.com' }, orgs: [{ orgId: 'acme' }] })
  await serve(headers)
  const recorded = JSON.stringify([await points(), eventsOf()])
  for (const secret of ['ada', 'acme', headers.authorization.slice(-40)]) expect(recorded).not.toContain(secret)
})
