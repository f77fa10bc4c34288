import type { NextRequest } from 'next/server'
import { runs } from '../../auth'

/** Says how often a guarded handler has run. Asked each time: the request is read. */
export const GET = ({ headers }: NextRequest) => Response.json({ runs: headers && runs() })
