import { endpoint } from '../endpoint/endpoint.js'
import { invalidField } from '../endpoint/malformed-id.js'
import type { Domain, Shape, Wire } from '../shapes/shape.js'
import { list, object, oneOf, optional, segment, text, typed } from '../shapes/shape.js'
import type { ChartMetric, ChartMetricCadence } from './enums.js'

const chartPointShape = object(
  {},
  typed<{
    result: number
    date: string
    cadenceCompleted: boolean
  }>(),
)
/** `date` is the day a period begins, YYYY-MM-DD. */
export interface ChartDataPoint extends Domain<typeof chartPointShape> {}
export interface ChartDataPointWire extends Wire<typeof chartPointShape> {}
const chartDataPoint: Shape<ChartDataPoint, ChartDataPointWire> = chartPointShape

const chartShape = object(
  { metrics: list(chartDataPoint) },
  typed<{
    chartType: string
    cadence: ChartMetricCadence
  }>(),
)
export interface ChartData extends Domain<typeof chartShape> {}
export interface ChartDataWire extends Wire<typeof chartShape> {}
const chartData: Shape<ChartData, ChartDataWire> = chartShape

const toDay = (date: Date | string | undefined) => (date instanceof Date ? date.toISOString().slice(0, 10) : date)

/** Fetch a metric over time; days are UTC, as text YYYY-MM-DD. */
export const fetchChartMetricData = endpoint({
  name: 'fetchChartMetricData',
  route: 'GET /api/backend/v1/chart_metrics/{chart_metric}',
  params: object({ chartMetric: segment<ChartMetric>() }),
  query: object({
    cadence: optional(oneOf<ChartMetricCadence>()),
    startDate: optional(text),
    endDate: optional(text),
  }),
  args: (
    chartMetric: ChartMetric,
    cadence?: ChartMetricCadence,
    startDate?: Date | string,
    endDate?: Date | string,
  ) => ({ chartMetric, cadence, startDate: toDay(startDate), endDate: toDay(endDate) }),
  malformed: invalidField,
  result: chartData,
})
