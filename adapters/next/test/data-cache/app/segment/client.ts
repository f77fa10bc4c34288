import { createManagementClient } from '@propelauth-edge/management'
import { backend } from '../../data-cache'

export const management = createManagementClient(backend)
