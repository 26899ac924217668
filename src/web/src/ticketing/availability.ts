import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import type { EventAvailability, EventDetails } from '@/api/types'
import { saleOf, type WatchedEvent } from './choice'
import { showAvailability } from './requests'

const lookEvery = 4_000

export const withPlaces = (event: EventDetails, now?: EventAvailability): WatchedEvent => ({
  ...event,
  sections: event.sections.map((section) => {
    const places = now?.sections.find(({ id }) => id === section.id)
    return places ? { ...section, available: places.left, mayReturn: places.state === 'may_return' } : section
  }),
})

/** The event with the places it has at the moment: looked up again every few seconds while the page is seen. The
 *  browser asks with the tag of the answer it has, and mostly hears that nothing has changed. */
export function useAvailability(event: () => EventDetails): ComputedRef<WatchedEvent> {
  const query = useQuery({
    queryKey: ['event', 'availability', computed(() => event().id)],
    queryFn: () => showAvailability(event().id),
    enabled: () => !['over', 'draft'].includes(saleOf(event())),
    staleTime: 0,
    refetchInterval: lookEvery,
  })
  return computed(() => withPlaces(event(), query.data.value))
}
