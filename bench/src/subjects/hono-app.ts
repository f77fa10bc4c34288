import { Hono } from 'hono'
import { type HonoGuard, honoGuards, noAuth } from './hono-guards.ts'
import { moveToCookies } from './session.ts'
import type { Subject } from './subject.ts'

/** A guard and a handler that reads the user and answers nothing, without a server. */
export const toHonoSubject = ({ createGuard, inCookies, ...rest }: HonoGuard): Subject => ({
  ...rest,
  isFloor: rest.name === noAuth.name,
  async createVerifier(issuer) {
    const { middleware, userIdOf } = await createGuard(issuer)
    let userId: string | undefined
    const app = new Hono().use(middleware).get('/', (c) => {
      userId = userIdOf(c)
      return c.body(null, 204)
    })
    return {
      ...(inCookies && { prepare: moveToCookies }),
      async verify(request) {
        const { status } = await app.fetch(request)
        return status === 204 ? userId : undefined
      },
    }
  },
})

export const honoSubjects: readonly Subject[] = honoGuards.map(toHonoSubject)

export const honoWithoutAuth = honoSubjects.find(({ name }) => name === noAuth.name) as Subject
