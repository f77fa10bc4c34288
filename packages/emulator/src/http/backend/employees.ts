import { getEmployee } from '../../domain/project/employees.js'
import { type Handler, pathId } from './handler.js'

export const fetchEmployeeById: Handler<'fetchEmployeeById'> = (project, request) => ({
  email: getEmployee(project, pathId(request, 'employee_id')).email,
})
