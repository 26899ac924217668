import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import type { EventAvailability, EventDetails } from '@/api/types'
import { saleOf, type WatchedEvent } from './choice'
import { showAvailability } from './requests'

const lookEvery = 4_000
const lookAgainAfter = 500
/** An answer may be a second old: around the moment it is asked for again. */
const aroundMoment = 2_000

/** How long to wait for the next look: until the sale starts or ends, a few seconds at most. */
export function nextLook({ sale_starts_at: starts, sale_ends_at: ends }: EventDetails, serverNow: number): number {
  const waits = [starts, ends].flatMap(moment => moment ? Date.parse(moment) - serverNow : [])
  return Math.max(lookAgainAfter, Math.min(lookEvery, ...waits.filter(wait => wait > -aroundMoment)))
}

export const withPlaces = (event: EventDetails, now?: EventAvailability): WatchedEvent => ({
  ...event,
  sale: now?.sale,
  sections: event.sections.map((section) => {
    const places = now?.sections.find(({ id }) => id === section.id)
    return places ? { ...section, available: places.left, mayReturn: places.state === 'may_return' } : section
  }),
  pools: event.pools.map(pool => ({
    ...pool, available: now?.pools.find(({ name }) => name === pool.name)?.left ?? pool.available,
  })),
})

/** The event with the places it has at the moment: looked up again every few seconds while the page is seen, and when
 *  its sale starts or ends by the server's clock. The browser asks with the tag of the answer it has, and mostly hears
 *  that nothing has changed. */
export function useAvailability(event: () => EventDetails): ComputedRef<WatchedEvent> {
  /** How far the server's clock is ahead, at least: an answer that has not changed says when it was new. */
  let ahead = -Infinity
  const query = useQuery({
    queryKey: ['event', 'availability', computed(() => event().id)],
    queryFn: async () => {
      const seen = await showAvailability(event().id)
      ahead = Math.max(ahead, Date.parse(seen.as_of) - Date.now())
      return seen
    },
    enabled: () => !['over', 'draft'].includes(saleOf(event())),
    staleTime: 0,
    refetchInterval: () => nextLook(event(), Date.now() + ahead),
  })
  return computed(() => withPlaces(event(), query.data.value))
}
