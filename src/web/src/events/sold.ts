import type { EventDetails } from '@/api/types'

/** How many of an event's places are sold or held; without a capacity there is no limit. */
export interface Sold { taken: number, capacity: number | null }

const sum = (numbers: (number | null)[]): number | null =>
  numbers.reduce((total, one) => total === null || one === null ? null : total + one, 0)

/** Of an event of one's team. Places that sections share count once. */
export function soldOf({ sections, pools }: Pick<EventDetails, 'sections' | 'pools'>): Sold {
  const limitOf = (pool: string | null) => sum(sections.filter(one => one.pool === pool).map(one => one.capacity))
  const shared = pools.map(({ name, capacity }) => Math.min(capacity, limitOf(name) ?? capacity))
  return { taken: sum(sections.map(({ taken }) => taken ?? 0)) ?? 0, capacity: sum([limitOf(null), ...shared]) }
}
