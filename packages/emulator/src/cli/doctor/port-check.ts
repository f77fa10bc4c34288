import { createServer } from 'node:net'
import { isErrno } from '../../store/errno.js'
import { probe } from '../running/probe.js'
import { type Check, failure, ok, warning } from './check.js'

const NAME = 'Port'
const LOOPBACK = ['127.0.0.1', '::1']

/** Whether the port is free on every address that the emulator listens on, and if not, who answers there. */
export async function portCheck(port: number, host: string | undefined, apiKey: string | undefined): Promise<Check> {
  if (port === 0) return ok(NAME, 'any free one')
  const addresses = host === undefined || host === 'localhost' ? LOOPBACK : [host.replace(/^\[|\]$/g, '')]
  const states = await Promise.all(
    addresses.map(async (address) => ({ address, state: await bindState(address, port) })),
  )
  const taken = states.filter(({ state }) => state === 'taken').map(({ address }) => address)
  if (taken.length === 0) return freeCheck(port, states)
  const where = `${port} is taken on ${taken.join(' and ')}`
  return occupied(where, port, await probe(`http://localhost:${port}`, apiKey))
}

interface State {
  readonly address: string
  readonly state: string
}

function freeCheck(port: number, states: readonly State[]): Check {
  const usable = states.filter(({ state }) => state === 'free').map(({ address }) => address)
  if (usable.length > 0) return ok(NAME, `${port} is free on ${usable.join(' and ')}`)
  const reasons = states.map(({ address, state }) => `${address}: ${state}`).join(', ')
  return failure(NAME, `${port} cannot be used: ${reasons}. Choose another one with --port`)
}

function occupied(where: string, port: number, found: Awaited<ReturnType<typeof probe>>): Check {
  switch (found.kind) {
    case 'emulator': {
      const { pid, data } = found.status
      return ok(NAME, `${where} by an emulator: process ${pid} with the data directory ${data}`)
    }
    case 'locked':
      return ok(NAME, `${where} by an emulator that needs its API key (--api-key)`)
    case 'foreign':
      return warning(
        NAME,
        `${where} by another program: http://localhost:${port} ${found.reason}. start uses the next free port, or --port`,
      )
    default:
      return warning(
        NAME,
        `${where} by a program that does not answer HTTP (${found.reason}). start uses the next free port, or --port`,
      )
  }
}

/** `free`, `taken`, or why it cannot be bound. */
function bindState(host: string, port: number): Promise<string> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => {
      if (isErrno(error, 'EADDRINUSE')) resolve('taken')
      else resolve('code' in error ? String(error.code) : error.message)
    })
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve('free')))
  })
}
