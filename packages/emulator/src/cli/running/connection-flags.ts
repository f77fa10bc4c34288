import type { Flags } from '../line/flags.js'
import { START_FLAGS } from '../line/start-flags.js'

/** How a command finds the emulator that runs. */
export const LOCATION_FLAGS = {
  url: {
    type: 'text',
    value: 'URL',
    meaning: 'where the emulator runs',
    otherwise: 'the one of the data directory, else the port',
    variables: ['PROPELAUTH_AUTH_URL'],
  },
  port: { ...START_FLAGS.port, meaning: 'the port of the emulator on this machine' },
  data: { ...START_FLAGS.data, meaning: 'the data directory of the emulator' },
  'api-key': {
    type: 'text',
    value: 'KEY',
    meaning: 'the API key, if other machines can connect to the emulator',
    otherwise: 'the one in the data directory',
    variables: ['PROPELAUTH_EMULATOR_API_KEY', 'PROPELAUTH_API_KEY'],
  },
} as const satisfies Flags

/** Flags of commands that call the control API. */
export const CONNECTION_FLAGS = {
  ...LOCATION_FLAGS,
  json: { type: 'switch', meaning: 'print JSON, as the control API answers it' },
} as const satisfies Flags
