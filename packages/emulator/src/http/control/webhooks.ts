import { type Context, Hono } from 'hono'
import type { Webhooks } from '../../delivery/webhooks.js'
import { DELIVERY_STATUSES, type DeliveryFilter } from '../../domain/webhooks/deliveries.js'
import { readJson } from '../body.js'
import { bodyFields, type Fields, queryFields } from '../fields.js'

const MAX_LISTED = 1000

/** The JSON of the control API for webhooks. The page has the same addresses where a browser opens them. */
export function webhookRoutes(webhooks: Webhooks): Hono {
  return new Hono()
    .get('/_emulator/webhooks', (c) => {
      const filter = readFilter(c)
      return c.json({ endpoints: webhooks.endpoints(), deliveries: webhooks.deliveries(filter) })
    })
    .post('/_emulator/webhooks/endpoints', async (c) => {
      const fields = bodyFields(await readJson(c))
      const endpoint = { ...readEndpoint(fields), url: fields.requiredText('url'), secret: fields.text('secret') }
      fields.check()
      return c.json(webhooks.addEndpoint(endpoint))
    })
    .post('/_emulator/webhooks/endpoints/:id', async (c) => {
      const fields = bodyFields(await readJson(c))
      const change = readEndpoint(fields)
      fields.check()
      return c.json(webhooks.changeEndpoint(c.req.param('id'), change))
    })
    .delete('/_emulator/webhooks/endpoints/:id', (c) => {
      webhooks.removeEndpoint(c.req.param('id'))
      return c.json({})
    })
    .post('/_emulator/webhooks/endpoints/:id/rotate', async (c) => {
      const fields = bodyFields((await readJson(c)) ?? {})
      const secret = fields.text('secret')
      fields.check()
      return c.json(webhooks.rotateSecret(c.req.param('id'), secret))
    })
    .get('/_emulator/webhooks/deliveries/:id', (c) => c.json(webhooks.delivery(c.req.param('id'))))
    .post('/_emulator/webhooks/deliveries/:id/replay', (c) => {
      webhooks.replay(c.req.param('id'))
      return c.json(webhooks.delivery(c.req.param('id')))
    })
    .post('/_emulator/webhooks/send', async (c) => {
      const fields = bodyFields(await readJson(c))
      const type = fields.requiredText('type')
      const event = { type, endpoint: fields.text('endpoint'), fields: fields.object('fields') }
      fields.check()
      return c.json({ deliveries: webhooks.send(event) })
    })
    .post('/_emulator/webhooks/deliver', async (c) => {
      await webhooks.deliverDue()
      return c.json({})
    })
}

const readEndpoint = (fields: Fields) => ({
  url: fields.text('url'),
  events: fields.texts('events'),
  enabled: fields.flag('enabled'),
})

/** @throws {ServiceError} `invalid_fields` */
export function readFilter(c: Context): DeliveryFilter {
  const query = new URL(c.req.url).searchParams
  // An empty field of a form selects nothing.
  for (const [name, value] of [...query]) if (value === '') query.delete(name)
  const fields = queryFields(query)
  const filter = {
    endpoint: fields.text('endpoint'),
    type: fields.text('type'),
    status: fields.oneOf('status', DELIVERY_STATUSES),
    limit: fields.integer('limit', { min: 1, max: MAX_LISTED }),
  }
  fields.check()
  return filter
}
