import type { EventSummary } from '@/api/types'
import { isPast, whenInWords } from '@/lib/dates'

export type SaleWindow = 'not-started' | 'open' | 'ended'

type Sold = Pick<EventSummary, 'sale_starts_at' | 'sale_ends_at' | 'time_zone'>

/** Whether the sale of an event has started, and not ended: by its own moments, whatever is left. */
export function saleWindowOf({ sale_starts_at: starts, sale_ends_at: ends }: Sold, now = Date.now()): SaleWindow {
  if (starts && Date.parse(starts) > now) return 'not-started'
  return ends && isPast(ends, now) ? 'ended' : 'open'
}

/** `On sale from Fri 27 Nov, 10:00`, on the clock of the event. */
export const onSaleFrom = ({ sale_starts_at: starts, time_zone: zone }: Sold): string =>
  starts ? `On sale from ${whenInWords(starts, zone)}` : 'Not on sale yet'

/** What a card says of a sale that is not open; nothing while it is. */
export function saleNote(event: Sold, now = Date.now()): string {
  const window = saleWindowOf(event, now)
  if (window === 'open') return ''
  return window === 'ended' ? 'Sale ended' : onSaleFrom(event)
}
