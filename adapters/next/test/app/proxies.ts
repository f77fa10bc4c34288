import type { NextRequest } from 'next/server'
import { proxy as guards } from './guards-proxy'
import { proxy as sessions } from './sessions'

/** The tests of guards and of sessions start servers of the same build. Their environment says whose proxy runs. */
export const proxy = (request: NextRequest) =>
  process.env.TEST_APP === 'sessions' ? sessions(request) : guards(request)
