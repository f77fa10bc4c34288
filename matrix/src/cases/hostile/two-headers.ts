import { admitted, type Expected, type HostileCase, missing, notOneToken, refused } from './case.ts'

/** Two headers on the wire, as no browser sends them: refused wherever the server hands both on. */
export function withTwoHeaders(token: string, firstAlone: boolean): HostileCase[] {
  const [good, bad, basic] = [`Bearer ${token}`, 'Bearer a.b.c', 'Basic YTpi']
  const malformed = refused(401, 'malformed_token')
  const send = (title: string, values: readonly string[], expected: Expected, second = 'authorization') => ({
    title: `Authorization: ${title}`,
    method: 'GET',
    path: '/api/me',
    headers: values.map((value, index) => [index === 0 ? 'authorization' : second, value] as const),
    expected,
  })
  return [
    send('two, both good', [good, good], firstAlone ? admitted : notOneToken),
    send('two, the first good', [good, bad], firstAlone ? admitted : notOneToken),
    send('two, the second good', [bad, good], firstAlone ? malformed : notOneToken),
    send(
      'two, the second good and in another case',
      [bad, good],
      firstAlone ? malformed : notOneToken,
      'AUTHORIZATION',
    ),
    send('another scheme first', [basic, good], { status: [401], runs: false }),
    send('another scheme second', [good, basic], firstAlone ? admitted : notOneToken),
    send('empty', [''], missing),
    send('two tokens with a comma', [`${good},${good}`], notOneToken),
  ]
}
