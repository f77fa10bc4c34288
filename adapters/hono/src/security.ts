import { AUTH_ERRORS } from '@propelauth-edge/core'

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

function toRefusal(status: 401 | 403, description: string): RefusalResponse {
  const rows = Object.entries(AUTH_ERRORS).filter(([, row]) => row.status === status)
  const properties: RefusalResponse['content']['application/problem+json']['schema']['properties'] = {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer', enum: [status] },
    code: { type: 'string', enum: rows.map(([code]) => code) },
    detail: { type: 'string' },
  }
  const schema = { type: 'object' as const, required: ['type', 'title', 'status', 'code'], properties }
  return { description, content: { 'application/problem+json': { schema } } }
}

// New ones for each guard: generators may add to what they are given.

/** What an operation behind a guard has under `security`. */
export const toSecurity = (): { propelAuth: string[] }[] => [{ propelAuth: [] }]

/** What every guard may answer in place of the handler. */
export const toRefusals = (): { 401: RefusalResponse; 403: RefusalResponse } => ({
  401: toRefusal(401, 'No valid access token'),
  403: toRefusal(403, 'The user may not do this'),
})
