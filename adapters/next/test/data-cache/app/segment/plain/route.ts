import type { NextRequest } from 'next/server'

/** What Next.js does here to a request of the app's own. The origin counts its answers. */
export const GET = async (request: NextRequest) =>
  fetch(`${request.nextUrl.searchParams.get('origin')}?segment=${request.nextUrl.pathname}`)
