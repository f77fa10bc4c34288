import { AUTH_ERRORS } from '@propelauth-edge/core'
import { forbiddenCodes } from './forbidden.js'

/** What a document puts under `components.securitySchemes`: the docs page then has a button *Authorize*. */
export const securitySchemes = {
  propelAuth: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'An access token of PropelAuth',
  },
} as const

/** The answer of a guard that refuses: problem+json (RFC 9457) with one of the codes of its status. */
export interface RefusalResponse {
  description: string
  content: {
    'application/problem+json': {
      schema: {
        type: 'object'
        required: string[]
        properties: Record<string, { type: 'string' | 'integer'; enum?: (string | number)[] }>
      }
    }
  }
}

const codesOf = (status: 401 | 403) =>
  Object.entries(AUTH_ERRORS).flatMap(([code, row]) => (row.status === status ? code : []))

function describeRefusal(status: 401 | 403, description: string, codes: string[]): RefusalResponse {
  const properties: RefusalResponse['content']['application/problem+json']['schema']['properties'] = {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer', enum: [status] },
    code: { type: 'string', enum: codes },
    detail: { type: 'string' },
  }
  const schema = { type: 'object' as const, required: ['type', 'title', 'status', 'code'], properties }
  return { description, content: { 'application/problem+json': { schema } } }
}

// New objects for each guard: generators may add to what they are given.

/** What an operation behind a guard has under `security`. */
export const toSecurity = (): { propelAuth: string[] }[] => [{ propelAuth: [] }]

/** What the guard may answer instead of the handler: 401, and 403 if its options allow one. */
export function toRefusals(guard: object): { 401: RefusalResponse; 403?: RefusalResponse } {
  const forbidden: readonly string[] = Reflect.get(guard, forbiddenCodes) ?? codesOf(403)
  return {
    401: describeRefusal(401, 'No valid access token', codesOf(401)),
    ...(forbidden.length > 0 && { 403: describeRefusal(403, 'The user may not do this', [...forbidden]) }),
  }
}
