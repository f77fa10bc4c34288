import { scenario } from '../../../tools/e2e/management-scenario.ts'
import type { App } from './app.ts'

/** The management client at work (tools/e2e): the body says where the service is, the answer what was found. */
export const managementApp: App = async (request) => Response.json(await scenario(await request.json()))
