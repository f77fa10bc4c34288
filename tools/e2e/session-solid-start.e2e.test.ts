import { expect } from 'vitest'
import { expectNoServerCode, followLink } from './session-recipes/browser-code.ts'
import { describeSessionJourney } from './session-recipes/journey.ts'
import { visitor } from './session-recipes/visit.ts'

describeSessionJourney({ name: 'SolidStart', folder: 'solid-start' }, (test) => {
  test('browsers get no code of the server', ({ visit }) => expectNoServerCode(visit))

  test('a server function leads visitors to the login, and its answer is not cached', async ({ visit }) => {
    const [answer, ...others] = await followLink(visit, '/_server?')
    if (!answer) throw new Error('the link asked for no data')
    expect(others).toEqual([])
    expect(await answer.headerValue('cache-control')).toBe('private, no-store')
    expect(await answer.text()).toContain(visitor.email)
    const headers = { ...(await answer.request().allHeaders()), cookie: '' }
    const refused = await fetch(answer.url(), { headers, redirect: 'manual' })
    expect(refused.headers.get('location')).toBe(`${visit.app.url}/api/auth/login?return_to_path=%2Faccount`)
    expect(await refused.text()).not.toContain(visitor.email)
  })
})
