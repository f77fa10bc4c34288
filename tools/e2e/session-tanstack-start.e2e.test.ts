import { expect } from 'vitest'
import { expectNoServerCode, followLink } from './session-recipes/browser-code.ts'
import { describeSessionJourney } from './session-recipes/journey.ts'

describeSessionJourney({ name: 'TanStack Start', folder: 'tanstack-start' }, (test) => {
  test('browsers get no code of the server', ({ visit }) => expectNoServerCode(visit))

  test('server functions refuse other origins, with the guard also visitors, and no answer is cached', async ({
    visit,
  }) => {
    const answers = await followLink(visit, '/_serverFn/')
    const seen = answers.map(async (answer) => {
      const headers = await answer.request().allHeaders()
      const visitor = await fetch(answer.url(), { headers: { ...headers, cookie: '' } })
      const foreign = await fetch(answer.url(), { headers: { ...headers, 'sec-fetch-site': 'cross-site' } })
      return [await answer.headerValue('cache-control'), answer.status(), visitor.status, foreign.status]
    })
    // The user for all routes, and the data of the page of users.
    expect(await Promise.all(seen)).toEqual([
      ['private, no-store', 200, 200, 403],
      ['private, no-store', 200, 401, 403],
    ])
  })
})
