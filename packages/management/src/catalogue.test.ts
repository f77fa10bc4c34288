import { describe, expect, test } from 'vitest'
import { operations, samples } from '../test/samples.js'
import { createManagementClient } from './client.js'
import { contract, type Operation } from './contract.js'
import type { Endpoint } from './endpoint/endpoint.js'
import type { Paged } from './endpoint/paged.js'
import { endpoints } from './endpoints/catalogue.js'
import { clientIterators } from './endpoints/client-iterators.js'
import type { AnyShape } from './shapes/shape.js'

const rows = Object.entries(endpoints) as [Operation, Endpoint][]

test('every endpoint is named like its function, and has a sample', () => {
  expect(rows.map(([name]) => name).sort()).toEqual(operations.toSorted())
  for (const [name, row] of rows) expect(row.name).toBe(name)
})

test('two endpoints share a route only where the service has one for both', () => {
  const siblings = (route: string) => rows.filter(([, row]) => row.route === route).map(([name]) => name)
  const shared = rows.map(([, row]) => siblings(row.route)).filter(({ length }) => length > 1)
  expect(shared).toEqual([
    ...Array(2).fill(['updateOrg', 'subscribeOrgToRoleMapping']),
    ...Array(3).fill(['validateApiKey', 'validatePersonalApiKey', 'validateOrgApiKey']),
  ])
})

describe('every endpoint', () => {
  const wireNames = (shape: AnyShape | undefined) => Array.from(shape?.fields?.keys() ?? [])
  for (const [name, row] of rows) {
    test(`${name}: names in the path are its parameters, each of which stays one segment`, () => {
      expect(Array.from(row.route.matchAll(/{(\w+)}/g), ([, found]) => found)).toEqual(wireNames(row.params))
      for (const [, shape] of row.params?.fields?.values() ?? [])
        for (const hostile of ['', '.', '..', '\ud800']) expect(shape.pattern?.test(hostile) ?? true).toBe(false)
    })

    test(`${name}: declares the answer to a malformed id exactly if it takes ids and its 404 is not a value`, () => {
      const fields = [...(row.params?.fields?.values() ?? []), ...(row.body?.fields?.values() ?? [])]
      const takesIds = fields.some(([, shape]) => shape.pattern)
      const hasValue = row.on?.[404] === null || row.on?.[404] === false
      // Two kinds of endpoint do as the official SDK: they throw for a malformed id, although their 404 is a value.
      if (hasValue && row.malformed) expect(['fetchEmployeeById', 'updateApiKey', 'deleteApiKey']).toContain(name)
      else expect(row.malformed !== undefined).toBe(takesIds && !hasValue)
    })

    test(`${name}: no input goes to two places or nowhere`, () => {
      const places = [row.params, row.query, row.body].flatMap((shape) =>
        Array.from(shape?.fields?.values() ?? [], ([input]) => input),
      )
      expect(new Set(places).size).toBe(places.length)
      const inputs = samples[name].calls.flatMap((args) => Object.keys(row.args(...(args as never))))
      // Accepted for the sake of those who come from the official SDK, and sent under its own name.
      for (const input of new Set(inputs)) if (input !== 'api_key_id') expect(places).toContain(input)
    })
  }
})

test('the samples give every input a value, so that tests that use them leave none out', () => {
  for (const [name, row] of rows) {
    const declared = [row.params, row.query, row.body].flatMap((shape) =>
      Array.from(shape?.fields?.values() ?? [], ([input]) => input),
    )
    const given = samples[name].calls
      .flatMap((args) => Object.entries(row.args(...(args as never))))
      .filter(([, value]) => value !== undefined)
      .map(([input]) => input)
    expect(given, name).toEqual(expect.arrayContaining(declared))
  }
})

test('every endpoint with pages has an iterator', () => {
  const isPaged = ({ query, body }: Endpoint) =>
    [query, body].some((shape) => Array.from(shape?.fields?.keys() ?? []).some((name) => name.endsWith('page_number')))
  const paged = (Object.values(clientIterators) as readonly Paged[]).map(({ endpoint }) => endpoint.name)
  expect(paged.toSorted()).toEqual(rows.flatMap(([name, row]) => (isPaged(row) ? [name] : [])).sort())
})

test('the options are the last argument everywhere, behind optional ones too', async () => {
  let asked: Headers | undefined
  const client = createManagementClient({
    authUrl: 'https://auth.example.com',
    apiKey: 'api-key',
    fetch: async (_, init) => {
      asked = new Headers(init.headers)
      return new Response('{}', { status: 400 })
    },
  })
  for (const [name, row] of rows) {
    const args = Array.from({ length: row.args.length }, (_, index) => samples[name].calls[0]?.[index])
    asked = undefined
    const invoke = client[name] as (...args: readonly unknown[]) => Promise<unknown>
    await invoke(...args, { headers: { 'X-Mark': name } }).catch(() => {})
    expect((asked as Headers | undefined)?.get('X-Mark'), name).toBe(name)
  }
})

test('the contract has method and path of every operation, and nothing else', () => {
  expect(Object.keys(contract)).toEqual(rows.map(([name]) => name))
  expect(contract.fetchOrg).toEqual({ method: 'GET', path: '/api/backend/v1/org/{org_id}' })
  for (const [name, row] of rows) expect(`${contract[name].method} ${contract[name].path}`).toBe(row.route)
})

test('the client has every function and every iterator, and what a transport has', () => {
  const client = createManagementClient({ authUrl: 'https://auth.example.com', apiKey: 'api-key' })
  expect(Object.keys(client).sort()).toEqual(
    ['issuer', 'send', ...rows.map(([name]) => name), ...Object.keys(clientIterators)].sort(),
  )
})
