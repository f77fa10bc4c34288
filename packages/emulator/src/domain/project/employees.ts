import { newUuid } from '../../values/ids.js'
import type { Project } from './project.js'
import { invalidFields, ServiceError } from './service-error.js'

/** A member of the team that runs the project. The `impersonator_user_id` of a token is the id of one. */
export interface Employee {
  readonly employee_id: string
  readonly seed_key: string | null
  readonly email: string
}

export interface NewEmployee {
  readonly employee_id?: string | undefined
  readonly seed_key?: string | undefined
  readonly email: string
}

/** Adds an employee, or changes the one with this id. @throws {ServiceError} `invalid_fields` for a taken address */
export function saveEmployee(project: Project, input: NewEmployee): Employee {
  return project.db.transaction(() => {
    const id = input.employee_id ?? newUuid()
    const emailKey = input.email.trim().toLowerCase()
    const taken = project.db.get('SELECT 1 FROM employees WHERE email_key = ? AND employee_id <> ?', emailKey, id)
    if (taken) throw invalidFields({ email: ['An employee with this email address already exists.'] })
    const sql = `INSERT INTO employees (employee_id, seed_key, email, email_key) VALUES (?, ?, ?, ?)
      ON CONFLICT (employee_id) DO UPDATE
        SET seed_key = excluded.seed_key, email = excluded.email, email_key = excluded.email_key`
    project.db.run(sql, id, input.seed_key ?? null, input.email.trim(), emailKey)
    return getEmployee(project, id)
  })
}

/** @throws {ServiceError} `not_found` */
export function getEmployee(project: Project, id: string): Employee {
  const employee = project.db.get<Employee>('SELECT * FROM employees WHERE employee_id = ?', id)
  if (!employee) throw new ServiceError('not_found', 'Employee not found')
  return employee
}

/** Oldest first. */
export const listEmployees = (project: Project): Employee[] =>
  project.db.all<Employee>('SELECT * FROM employees ORDER BY seq')

/** By id, email address or seed key. @throws {ServiceError} `not_found`, with the employees there are */
export function findAnyEmployee(project: Project, name: string): Employee {
  const sql = 'SELECT * FROM employees WHERE employee_id = :name OR email_key = :email OR seed_key = :name'
  const employee = project.db.get<Employee>(sql, { name, email: name.trim().toLowerCase() })
  if (employee) return employee
  const names = listEmployees(project).map(({ seed_key, email }) => seed_key ?? email)
  const known = names.join(', ') || 'none'
  throw new ServiceError('not_found', `No employee has the id, email address or key ${JSON.stringify(name)}: ${known}`)
}
