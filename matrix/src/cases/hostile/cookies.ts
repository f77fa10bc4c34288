import {
  admitted,
  crossSite,
  type Expected,
  foreign,
  type Headers,
  type HostileCase,
  missing,
  pairs,
  refused,
} from './case.ts'

const upgrade = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
}

export function withCookie(token: string, origin: string, foreignSocket: Expected): HostileCase[] {
  const cookie = `__pa_at=${token}`
  const send = (title: string, method: string, headers: Headers, expected: Expected): HostileCase => ({
    title: `a cookie: ${title}`,
    method,
    path: '/cookie',
    headers: pairs({ cookie, 'x-forwarded-proto': 'http', ...headers }),
    expected,
  })
  const { hostname } = new URL(origin)
  const origins: Headers = {
    'a foreign site': foreign,
    'no site': 'null',
    'a subdomain': origin.replace('//', '//app.'),
    'another port': `http://${hostname}:1`,
    'another scheme': origin.replace('http:', 'https:'),
    'a longer name': `${origin}.evil.example.com`,
    'two sites': `${origin}, ${foreign}`,
  }
  return [
    send('reading', 'GET', {}, admitted),
    send('reading for a foreign site, which gets no leave to see it', 'GET', { origin: foreign }, admitted),
    send('writing from the own site', 'POST', { origin }, admitted),
    ...['POST', 'PUT', 'PATCH', 'DELETE'].flatMap((method) => [
      send(`${method} without an origin`, method, {}, crossSite),
      ...Object.entries(origins).map(([site, value]) =>
        send(`${method} from ${site}`, method, { origin: value }, crossSite),
      ),
    ]),
    send(
      'a form of a foreign site',
      'POST',
      { origin: foreign, referer: `${origin}/`, 'sec-fetch-site': 'same-origin' },
      crossSite,
    ),
    send('a good header beside it', 'POST', { origin: foreign, authorization: `Bearer ${token}` }, admitted),
    send('a bad header beside it', 'GET', { authorization: 'Bearer a.b.c' }, refused(401, 'malformed_token')),
    send('a WebSocket of a foreign site', 'GET', { origin: foreign, ...upgrade }, foreignSocket),
    send('a WebSocket without an origin', 'GET', upgrade, foreignSocket),
    send('twice', 'GET', { cookie: `${cookie}; ${cookie}` }, refused(401, 'invalid_request')),
    send('a forged one', 'GET', { cookie: '__pa_at=a.b.c' }, refused(401, 'malformed_token')),
    send('another name that ends alike', 'GET', { cookie: `x__pa_at=${token}; __pa_at_=${token}` }, missing),
  ]
}
