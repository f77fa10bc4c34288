// What a delivery is answered with, as plain data: for every runtime.
import { bodyCases } from './conformance/body-cases.ts'
import type { WebhookCase } from './conformance/case.ts'
import { endpointCases } from './conformance/endpoint-cases.ts'
import { headerCases } from './conformance/header-cases.ts'
import { signatureCases } from './conformance/signature-cases.ts'

export { createConformanceApp } from './conformance/app.ts'
export { differences, toDelivery, type WebhookCase } from './conformance/case.ts'

export const webhookCases: readonly WebhookCase[] = [...headerCases, ...signatureCases, ...bodyCases, ...endpointCases]
