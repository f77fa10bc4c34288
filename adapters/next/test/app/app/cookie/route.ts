import { answer, propelAuth, tokenFrom } from '../../auth'

export const GET = propelAuth.withUser(answer, { tokenFrom })
export const POST = propelAuth.withUser(answer, { tokenFrom })
