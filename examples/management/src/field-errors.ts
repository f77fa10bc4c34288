// The error messages of the service, field by field.
import { isManagementError } from '@propelauth-edge/management'
import { management } from './management.ts'

async function signUp(email: string, password: string): Promise<string> {
  try {
    const { userId } = await management.createUser({ email, password })
    return `created ${userId}`
  } catch (error) {
    if (!isManagementError(error) || error.code !== 'invalid_fields') throw error
    const problems = Object.entries(error.fieldErrors ?? {}).map(
      ([field, messages]) => `${field}: ${messages.join(' ')}`,
    )
    return problems.join('\n')
  }
}

console.log(await signUp('ada@example.test', 'a long enough password'))
console.log(await signUp('ada@example.test', 'a long enough password'))
console.log(await signUp('not an address', 'a long enough password'))
