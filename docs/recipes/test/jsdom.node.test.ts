// @vitest-environment jsdom
import { describeEnvironment } from './browser-environment.ts'

describeEnvironment('jsdom')
