import { createManagementClient } from '@propelauth-edge/management'
import { uncachedFetch } from '@propelauth-edge/next/server'
import { backend } from '../../data-cache'

export const management = createManagementClient({ ...backend, fetch: uncachedFetch })
