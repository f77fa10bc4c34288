import { createWebhooks } from '@propelauth-edge/webhooks'
import { createConformanceApp } from '../../../packages/webhooks/test/conformance/app.ts'
import type { App } from './app.ts'

export const webhooksApp: App = createConformanceApp(createWebhooks)
