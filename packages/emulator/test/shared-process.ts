import 'test-kit/shared-process'
import { afterAll } from 'vitest'
import { closeEmulators } from './fixture.js'

afterAll(closeEmulators)
