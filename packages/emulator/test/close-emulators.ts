// A setup file.
import { afterAll } from 'vitest'
import { closeEmulators } from './fixture.js'

afterAll(closeEmulators)
