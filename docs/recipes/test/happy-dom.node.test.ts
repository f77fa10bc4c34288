/**
 * The keys are of another origin, which the `fetch` of happy-dom does not read by default.
 * @vitest-environment happy-dom
 * @vitest-environment-options { "settings": { "fetch": { "disableSameOriginPolicy": true } } }
 */
import { describeEnvironment } from './browser-environment.ts'

describeEnvironment('HappyDOM')
