import { counted, propelAuth, tokenFrom } from '../../auth'

const handler = propelAuth.withUser(counted, { tokenFrom })

export { handler as DELETE, handler as GET, handler as OPTIONS, handler as PATCH, handler as POST, handler as PUT }
