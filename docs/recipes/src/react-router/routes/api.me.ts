import type { LoaderFunctionArgs } from 'react-router'
import { userContext } from '../middleware.ts'

export const loader = ({ context }: LoaderFunctionArgs) => Response.json({ userId: context.get(userContext).userId })
