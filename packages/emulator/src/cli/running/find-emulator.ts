import { resolve } from 'node:path'
import { chosenKeyProblem } from '../../store/api-key.js'
import { storedApiKey } from '../../store/credentials.js'
import { type Locator, locatorPath, readLocator } from '../../store/locator.js'
import type { Line } from '../line/flags.js'
import { readPort, readUrl } from '../line/read-values.js'
import type { LOCATION_FLAGS } from './connection-flags.js'
import { callControl, type Method } from './control-api.js'
import { type Probe, probe, type Status } from './probe.js'

/** The emulator that a command talks to. */
export interface RunningEmulator {
  readonly url: string
  readonly status: Status
  /** Calls the control API with a path below `/_emulator`. @throws {Error} with what the emulator says */
  call(method: Method, path: string, body?: object): Promise<unknown>
}

/** No emulator runs where one was looked for, or it is not the one that was looked for. */
export class NotRunningError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'NotRunningError'
  }
}

type LocationLine = Line<typeof LOCATION_FLAGS>

/** Where a command looks, and how it knows the place. */
interface Place {
  readonly url: string
  /** A flag, a variable, or the path of a file. Undefined for the default. */
  readonly source: string | undefined
  /** The emulator that the file names, if it was found by it. */
  readonly locator?: Locator
  /** Whether nothing but the usual port speaks for this place. */
  readonly isGuess?: true
}

/**
 * Finds the emulator: by `--url`, the variable, the file in the data directory, or at the port.
 * @throws {UsageError} for an invalid URL
 * @throws {NotRunningError} if none answers there, or another one than the data directory's
 */
export async function findEmulator(line: LocationLine): Promise<RunningEmulator> {
  const place = placeOf(line)
  const apiKey = apiKeyOf(line, place)
  const found = await probe(place.url, apiKey)
  if (found.kind !== 'emulator') throw new NotRunningError(absence(place, found, line))
  const problem = identityProblem(place, found.status, line.values.data)
  if (problem !== undefined) throw new NotRunningError(problem)
  const { url } = place
  return { url, status: found.status, call: (method, path, body) => callControl({ url, apiKey }, method, path, body) }
}

function placeOf(line: LocationLine): Place {
  const { url, data } = line.values
  const source = line.setBy('url')
  if (url !== undefined && source !== undefined) return { url: new URL(readUrl(source, url)).origin, source }
  if (line.setBy('port') === '--port') return { ...atPort(line), source: '--port' }
  const locator = data === ':memory:' ? undefined : readLocator(data)
  if (locator) return { url: new URL(locator.url).origin, source: locatorPath(data), locator }
  return { ...atPort(line), isGuess: true }
}

function atPort(line: LocationLine): Place {
  const source = line.setBy('port')
  return { url: `http://localhost:${readPort(source ?? '--port', line.values.port)}`, source }
}

/** A key of the real service is never sent. That of the data directory only to the emulator that the directory names. */
function apiKeyOf(line: LocationLine, { url, locator }: Place): string | undefined {
  const { data, 'api-key': given } = line.values
  if (given !== undefined && chosenKeyProblem(given) === undefined) return given
  const named = locator ?? (data === ':memory:' ? undefined : readLocator(data))
  const isNamed = named !== undefined && [named.url, named.authUrl].some((known) => new URL(known).origin === url)
  return isNamed ? storedApiKey(data) : undefined
}

function absence(
  place: Place,
  found: Exclude<Probe, { kind: 'emulator' }>,
  { values: { data } }: LocationLine,
): string {
  const { url, source, locator, isGuess } = place
  const where = `${url}${source === undefined ? '' : ` (${source})`}`
  if (found.kind === 'locked') return `the emulator at ${where} needs its API key, see --api-key. ${found.reason}`
  if (found.kind === 'foreign') return `${where} is not the emulator: it ${found.reason}. Name the emulator with --url`
  if (locator)
    return `no emulator runs: ${source} names process ${locator.pid} at ${url}, which does not answer (${found.reason}). Start one with propelauth-emulator`
  const started = isGuess && data !== ':memory:' ? `, and none runs with the data directory ${data}` : ''
  return `there is no emulator at ${where}: ${found.reason}${started}. Start one with propelauth-emulator, or name it with --url`
}

/** A command for one project must not change the state of another one. */
function identityProblem({ url, source, locator, isGuess }: Place, status: Status, data: string): string | undefined {
  if (locator && locator.pid !== status.pid)
    return `${source} is stale: it names process ${locator.pid}, but the emulator at ${url} is process ${status.pid} with the data directory ${status.data}. Name it with --url ${url} to use it`
  if (isGuess && status.data !== ':memory:' && status.data !== resolve(data))
    return `the emulator at ${url} has another data directory: ${status.data}, not ${resolve(data)}. Name it with --url ${url} to use it`
  return undefined
}
