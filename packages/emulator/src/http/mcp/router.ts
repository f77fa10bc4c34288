import { Hono } from 'hono'
import type { Project } from '../../domain/project/project.js'
import { MCP_METADATA_PATH } from '../paths.js'
import { authorizeRoutes } from './authorize.js'
import { introspectRoutes } from './introspect.js'
import { metadataRoutes } from './metadata.js'
import { refuseIfOff } from './not-found.js'
import { registerRoutes } from './register.js'
import { tokenRoutes } from './token.js'

/** OAuth 2.1 for MCP clients and MCP servers. */
export function mcpRoutes(project: Project): Hono {
  const off = refuseIfOff(project)
  return new Hono()
    .use('/oauth/2.1/*', off)
    .use(MCP_METADATA_PATH, off)
    .route('/', metadataRoutes(project))
    .route('/', registerRoutes(project))
    .route('/', authorizeRoutes(project))
    .route('/', tokenRoutes(project))
    .route('/', introspectRoutes(project))
}
