// Builds a container image without containers: a folder stands for the root of its file system.
import { execFileSync } from 'node:child_process'
import { copyFileSync, globSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Instruction, readVariables, readWords } from './dockerfile.ts'

export interface Image {
  readonly base: string
  readonly root: string
  readonly directory: string
  readonly user: string
  readonly volumes: readonly string[]
  readonly ports: readonly string[]
  readonly variables: Readonly<Record<string, string>>
  readonly command: readonly string[]
  readonly healthCheck: readonly string[]
}

/** What the base image has: the home of its user. */
const HOME = '/home/node'

/**
 * Runs the instructions in a folder.
 * @param context the folder that `COPY` takes files from
 * @param root an empty folder
 */
export function buildImage(instructions: readonly Instruction[], context: string, root: string): Image {
  mkdirSync(join(root, HOME), { recursive: true })
  const empty = { base: '', root, directory: '/', user: 'root', volumes: [], ports: [], variables: {} }
  let image: Image = { ...empty, command: [], healthCheck: [] }
  for (const { name, text } of instructions) {
    const step = STEPS[name]
    if (!step) throw new Error(`${name} is not an instruction that this build knows: ${Object.keys(STEPS).join(', ')}`)
    image = { ...image, ...step(text, image, context) }
  }
  return image
}

type Step = (text: string, image: Image, context: string) => Partial<Image>

const STEPS: Readonly<Record<string, Step>> = {
  FROM: (base) => ({ base }),
  WORKDIR(directory, { root }) {
    mkdirSync(join(root, directory), { recursive: true })
    return { directory }
  },
  COPY(text, { root, directory }, context) {
    const [pattern = '', name = ''] = text.split(/\s+/)
    const [file, ...others] = globSync(pattern, { cwd: context })
    if (file === undefined || others.length > 0) throw new Error(`COPY ${text} needs one file in ${context}`)
    copyFileSync(join(context, file), join(root, directory, name))
    return {}
  },
  RUN(text, image) {
    execFileSync('sh', ['-ec', inside(image, text)], { cwd: join(image.root, image.directory), stdio: 'pipe' })
    return {}
  },
  USER: (user) => ({ user }),
  VOLUME: (text, { volumes }) => ({ volumes: [...volumes, ...readWords(text)] }),
  ENV: (text, { variables }) => ({ variables: { ...variables, ...readVariables(text) } }),
  EXPOSE: (port, { ports }) => ({ ports: [...ports, port] }),
  HEALTHCHECK: (text) => ({ healthCheck: readWords(text.slice(text.indexOf('['))) }),
  ENTRYPOINT: (text) => ({ command: readWords(text) }),
  CMD: (text, { command }) => ({ command: [...command, ...readWords(text)] }),
}

/** The text with the paths of the image as those of this machine. */
export const inside = ({ root }: Pick<Image, 'root'>, text: string): string =>
  text.replaceAll(new RegExp(`(?<![\\w.])${HOME}`, 'g'), join(root, HOME))
