// How `changeset version` writes the entries of a CHANGELOG.md: as they stand in the changeset, without commit hashes.

interface Changeset {
  readonly summary: string
}

interface Release {
  readonly name: string
  readonly newVersion: string
  readonly packageJson: { readonly repository?: { readonly directory?: string } }
}

const repository = 'https://github.com/propelauth-edge/propelauth-edge/blob/main'

export default {
  getReleaseLine: async ({ summary }: Changeset): Promise<string> => `\n${summary.trim()}\n`,

  /** The packages of this repository that a package builds on have a changelog of their own. */
  getDependencyReleaseLine: async (_: readonly Changeset[], updated: readonly Release[]): Promise<string> =>
    updated
      .map(({ name, newVersion, packageJson }) => {
        const page = `${repository}/${packageJson.repository?.directory}/CHANGELOG.md`
        return `- [Changes of \`${name}\` ${newVersion}](${page})`
      })
      .join('\n'),
}
