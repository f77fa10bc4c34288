import { type Context, Hono } from 'hono'
import { OAuthError } from '../../domain/oauth/oauth-error.js'
import { registerClient } from '../../domain/oauth/registration.js'
import type { Project } from '../../domain/project/project.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { readSettings } from '../../domain/project/settings.js'
import { readJson } from '../body.js'
import { notFoundResponse } from './not-found.js'

/** Dynamic client registration (RFC 7591), without an initial access token. */
export function registerRoutes(project: Project): Hono {
  return new Hono().post('/oauth/2.1/register', async (c) => {
    if (!readSettings(project).mcp_dynamic_registration)
      return notFoundResponse(c, 'Clients cannot register themselves (setting mcp_dynamic_registration)')
    return c.json(registerClient(project, await readMetadata(c)), 201)
  })
}

async function readMetadata(c: Context): Promise<unknown> {
  try {
    return await readJson(c)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    throw new OAuthError('invalid_client_metadata', `The body is not valid: ${error.message}`)
  }
}
