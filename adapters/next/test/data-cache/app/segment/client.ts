import { createManagementClient } from '@propelauth-edge/management'
import { backend } from '../../auth'

export const management = createManagementClient(backend)
