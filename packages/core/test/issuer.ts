import { createTestIssuer } from '../src/testing.js'

/** For tests that need any issuer: files that share their modules share it, since a pair of keys takes long to make. */
export const issuer = await createTestIssuer()
