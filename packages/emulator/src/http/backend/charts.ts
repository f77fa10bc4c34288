import { chartPoints, chartTypeOf, isChartMetric } from '../../domain/insights/charts.js'
import {
  CADENCES,
  type Cadence,
  isDate,
  type Period,
  periodsBetween,
  startOfRange,
} from '../../domain/insights/periods.js'
import { ServiceError } from '../../domain/project/service-error.js'
import { dayOf } from '../../domain/users/activity.js'
import { type Fields, queryFields } from '../fields.js'
import type { Handler } from './handler.js'

/** The length of a chart without a start. */
const DEFAULT_POINTS: Readonly<Record<Cadence, number>> = { Daily: 30, Weekly: 12, Monthly: 12 }

const MAX_POINTS = 1000

export const fetchChartMetricData: Handler<'fetchChartMetricData'> = (project, request) => {
  const metric = request.params.chart_metric ?? ''
  if (!isChartMetric(metric)) throw new ServiceError('not_found', 'There is no such chart')
  const fields = queryFields(request.query)
  const cadence = fields.oneOf('cadence', CADENCES) ?? 'Daily'
  const last = readDate(fields, 'end_date') ?? dayOf(project.clock.milliseconds())
  const first = readDate(fields, 'start_date') ?? startOfRange(cadence, last, DEFAULT_POINTS[cadence])
  const periods = readPeriods(fields, cadence, first, last)
  fields.check()
  const metrics = chartPoints(project, metric, periods).map(({ date, result, completed }) => ({
    date,
    result,
    cadence_completed: completed,
  }))
  return { chart_type: chartTypeOf(metric), cadence, metrics }
}

function readDate(fields: Fields, name: string): string | undefined {
  const text = fields.text(name)
  if (text === undefined || isDate(text)) return text
  fields.fail(name, 'Must be a date as YYYY-MM-DD.')
  return undefined
}

function readPeriods(fields: Fields, cadence: Cadence, first: string, last: string): readonly Period[] {
  if (first > last) fields.fail('start_date', 'Must not be after end_date.')
  const periods = periodsBetween(cadence, first, last, MAX_POINTS)
  if (periods === undefined) fields.fail('start_date', `The chart would have more than ${MAX_POINTS} points.`)
  return periods ?? []
}
