import { answer, propelAuth } from '../../auth'

export const runtime = 'edge'

export const GET = propelAuth.withUser(answer)
