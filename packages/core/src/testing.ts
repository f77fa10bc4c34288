export { type BadToken, badTokens } from './testing/bad-tokens.js'
export {
  type ConformanceCase,
  type ConformanceRoute,
  conformanceCases,
  conformanceRoutes,
  matchConformanceRoute,
} from './testing/conformance.js'
export {
  createTestIssuer,
  type TestHeader,
  type TestIssuer,
  type TestIssuerOptions,
  type TestOrg,
  type TestTokenOptions,
  type TestUser,
} from './testing/test-issuer.js'
