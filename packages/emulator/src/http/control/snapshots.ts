import { Hono } from 'hono'
import type { Snapshots } from '../../domain/project/named-snapshots.js'
import { readJson } from '../body.js'
import { bodyFields } from '../fields.js'

/** The JSON of the control API for snapshots by name. */
export function snapshotRoutes(snapshots: Snapshots): Hono {
  return new Hono()
    .get('/_emulator/snapshots', (c) => c.json({ snapshots: snapshots.list() }))
    .post('/_emulator/snapshots', async (c) => {
      const fields = bodyFields(await readJson(c))
      const name = fields.requiredText('name')
      const replace = fields.flag('replace')
      fields.check()
      return c.json(snapshots.save(name, { replace }))
    })
    .post('/_emulator/snapshots/:name/restore', (c) => c.json(snapshots.restore(c.req.param('name'))))
    .delete('/_emulator/snapshots/:name', (c) => {
      snapshots.remove(c.req.param('name'))
      return c.json({})
    })
}
