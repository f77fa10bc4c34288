import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import tls from 'node:tls'

/** Each names a file of authorities that a program trusts instead of the usual ones. */
const WHOLE = ['SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE', 'CURL_CA_BUNDLE'] as const

/** Each names a file of authorities that a program trusts besides the usual ones. */
const FURTHER = ['NODE_EXTRA_CA_CERTS', 'DENO_CERT'] as const

export interface Trust {
  /** The file with the authority, and with those that the environment adds to the usual ones. */
  readonly authorityFile: string
  readonly variables: Readonly<Record<string, string>>
  /** Variables whose file cannot be read, with the reason. */
  readonly problems: readonly string[]
}

/** Writes what programs have to trust: the authority, and all that they trust without it. */
export function writeTrust(folder: string, authority: string, env: NodeJS.ProcessEnv): Trust {
  const problems: string[] = []
  const contentOf = (variable: string): readonly string[] => {
    const file = env[variable]
    if (!file) return []
    try {
      return [readFileSync(file, 'utf8')]
    } catch (error) {
      problems.push(`${variable}: ${error instanceof Error ? error.message : error}`)
      return []
    }
  }
  const write = (name: string, certificates: Iterable<string>): string => {
    const file = join(folder, name)
    writeFileSync(file, [...certificates].map((text) => `${text.trimEnd()}\n`).join(''))
    return file
  }
  const further = [authority, ...FURTHER.flatMap(contentOf)]
  const authorityFile = write('further.pem', further)
  const wholeFile = write('whole.pem', new Set([...usualAuthorities(), ...WHOLE.flatMap(contentOf), ...further]))
  return {
    authorityFile,
    variables: {
      ...Object.fromEntries(FURTHER.map((name) => [name, authorityFile])),
      ...Object.fromEntries(WHOLE.map((name) => [name, wholeFile])),
    },
    problems,
  }
}

/** Those of Mozilla that Node has, and with Node 22.15 or newer those of the system. */
const usualAuthorities = (): readonly string[] => [
  ...tls.rootCertificates,
  ...('getCACertificates' in tls ? tls.getCACertificates('system') : []),
]
