// The folders of a package's sources, in the order of its data: a file imports its own folder, earlier ones and the leaves,
// never a later one. The files in `src` itself compose the whole.

interface Rooms {
  readonly source: string
  /** Import nothing but each other, and any folder may import them. */
  readonly leaves: readonly string[]
  /** `''`: the files in `src` itself. */
  readonly order: readonly string[]
  /** The one file in `src` that may import a folder after it. */
  readonly entry?: string
}

const packages: readonly Rooms[] = [
  {
    source: 'packages/core/src/',
    leaves: ['async', 'checks', 'response'],
    order: ['request', 'token', 'keys', 'user', 'access', 'guards', 'verifier', '', 'testing'],
    entry: 'testing.ts',
  },
  {
    // No step of a call imports `endpoints`, so a bundle has only those that it names.
    source: 'packages/management/src/',
    leaves: ['shapes', 'errors'],
    order: ['endpoint', 'options', 'request', 'transport', 'outcome', 'call', 'endpoints', ''],
  },
  {
    source: 'packages/webhooks/src/',
    leaves: ['checks', 'errors'],
    order: ['message', 'event', 'delivery', 'options', ''],
  },
  {
    source: 'packages/session/src/',
    leaves: ['events'],
    // A page gets the client alone, so it imports no step of the server.
    order: [
      'client',
      'options',
      'paths',
      'cookies',
      'state',
      'service',
      'refresh',
      'responses',
      'session',
      'routes',
      '',
    ],
  },
  {
    source: 'packages/mcp/src/',
    leaves: ['events'],
    order: ['options', 'introspection', 'access', 'response', 'metadata', 'guards', 'sdk', ''],
  },
]

/** One line for each import of a later folder. */
export function roomProblems(graph: ReadonlyMap<string, readonly string[]>): string[] {
  return packages.flatMap((rooms) =>
    Array.from(graph, ([file, imports]) =>
      file.startsWith(rooms.source) ? problemsOf(file, imports, rooms) : [],
    ).flat(),
  )
}

function problemsOf(file: string, imports: readonly string[], { source, leaves, order, entry }: Rooms): string[] {
  const roomOf = (path: string) => path.slice(source.length).split('/').slice(0, -1).join('/')
  const room = roomOf(file)
  if (!leaves.includes(room) && !order.includes(room)) return [`${file}: the folder ${room} has no place in the order`]
  if (file === source + entry) return []
  const isLater = (name: string) => leaves.includes(room) || order.indexOf(roomOf(name)) > order.indexOf(room)
  return imports
    .filter((name) => roomOf(name) !== room && !leaves.includes(roomOf(name)) && isLater(name))
    .map((name) => `${file} imports ${name}: a later folder`)
}
