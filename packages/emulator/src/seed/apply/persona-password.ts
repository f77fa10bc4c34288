import type { Project } from '../../domain/project/project.js'
import { matchesOwnHash } from '../../domain/users/passwords.js'
import { findUser } from '../../domain/users/user-lookup.js'
import { setPassword } from '../../domain/users/users.js'
import { secretFrom } from '../../store/signing-key.js'
import { PERSONA_PASSWORD, PERSONAS } from '../personas.js'

/** The password of the personas. A private one is known to this project alone. */
export const personaPassword = (project: Project): string =>
  project.privatePasswords ? privatePassword(project) : PERSONA_PASSWORD

const privatePassword = ({ signingKey }: Project): string =>
  secretFrom(signingKey, 'password of the personas').slice(0, 24)

const MARKER = 'private_persona_passwords'

/** Sets the password of the personas. A persona with a changed password keeps it. */
export function applyPersonaPasswords(project: Project): void {
  project.db.transaction(() => {
    const hasPrivateOnes = project.db.get('SELECT 1 FROM meta WHERE name = ?', MARKER) !== undefined
    if (project.privatePasswords) replacePasswords(project, PERSONA_PASSWORD, privatePassword(project))
    else if (hasPrivateOnes) replacePasswords(project, privatePassword(project), PERSONA_PASSWORD)
    if (project.privatePasswords && !hasPrivateOnes) project.db.run("INSERT INTO meta VALUES (?, '')", MARKER)
    if (!project.privatePasswords) project.db.run('DELETE FROM meta WHERE name = ?', MARKER)
  })
}

function replacePasswords(project: Project, from: string, to: string): void {
  for (const { userId } of Object.values(PERSONAS)) {
    const user = findUser(project, userId)
    if (user && matchesOwnHash(user.password_hash, from))
      setPassword(project, userId, to, user.update_password_required === 1)
  }
}
