import { expect, test } from 'vitest'
import { openProject } from '../../emulator-options.js'
import { nodePlatform } from '../../node-platform.js'
import { applySnapshot, takeSnapshot } from './snapshot.js'

test('a change that fails after the tables are replaced undoes that, too, and the clock stays', () => {
  const project = openProject({}, 'none', nodePlatform({}))
  const older = takeSnapshot(project)
  project.db.run("INSERT INTO meta VALUES ('later', 'yes')")
  project.clock.advance(60)
  const before = takeSnapshot(project)
  const fail = (): never => {
    throw new Error('no')
  }
  expect(() => applySnapshot(project, older, fail)).toThrow('no')
  expect(takeSnapshot(project)).toEqual(before)
  project.db.close()
})
