import { userContext } from '../session.server'
import type { Route } from './+types/note'

export const action = ({ context }: Route.ActionArgs) => Response.json({ by: context.get(userContext)?.email })
