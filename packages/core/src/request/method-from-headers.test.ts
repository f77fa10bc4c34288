import { expect, test } from 'vitest'
import { methodFromHeaders } from './method-from-headers.js'

const methodOf = (headers: Record<string, string>) => methodFromHeaders({ headers: new Headers(headers) })

test.each([
  [
    'a page that a browser navigates to',
    { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'none' },
  ],
  ['a link from another site', { referer: 'https://other.example.com/', 'sec-fetch-site': 'cross-site' }],
  [
    'data of a page that Next.js prefetches',
    { rsc: '1', 'next-router-prefetch': '1', 'sec-fetch-site': 'same-origin' },
  ],
  ['a program without further headers', {}],
])('GET for %s', (_title, headers) => expect(methodOf(headers)).toBe('GET'))

test.each([
  ['a form of the own page', { origin: 'https://app.example.com', 'content-type': 'multipart/form-data; boundary=x' }],
  ['a form of another site', { origin: 'https://other.example.com', 'content-type': 'text/plain' }],
  ['a form under Referrer-Policy: no-referrer', { origin: 'null', 'content-type': 'text/plain' }],
  ['a request without a body', { origin: 'https://other.example.com' }],
  ['a server action', { 'next-action': '7f2a' }],
  ['a body without an origin', { 'content-type': '' }],
])('POST for %s', (_title, headers) => expect(methodOf(headers)).toBe('POST'))
