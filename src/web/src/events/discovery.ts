import { keepPreviousData, useInfiniteQuery } from '@tanstack/vue-query'
import { computed, ref, watch, type ComputedRef, type Ref, type WritableComputedRef } from 'vue'
import { onBeforeRouteLeave, useRoute, useRouter } from 'vue-router'
import { paged } from '@/api/pages'
import type { EventSummary } from '@/api/types'
import { useDebounced } from '@/lib/debounce'
import { isPast } from '@/lib/dates'
import { isTimeFrame, spanOf, type TimeFrame } from '@/lib/timeFrames'
import { listEvents, searchEvents } from './requests'

export interface Choice { term: string, frame: TimeFrame, free: boolean, tag: string }

const tagsShownMax = 5
const foundMax = 100

/** The search does not filter on the server, so what it finds is sieved here; by name, the past is found too. */
export function suits(event: EventSummary, choice: Choice, now = new Date()): boolean {
  const { from, until } = spanOf(choice.frame, now)
  const starts = new Date(event.date)
  return (choice.frame === 'any' || starts >= from) && (!until || starts < until)
    && (!choice.free || event.ticket_price === 0)
    && (!choice.tag || event.tags.includes(choice.tag))
}

const upcomingFirst = (events: EventSummary[], now = Date.now()): EventSummary[] =>
  events.toSorted((a, b) => Number(isPast(a.date, now)) - Number(isPast(b.date, now)))

async function load(choice: Choice, after?: string) {
  if (choice.term) {
    const found = await searchEvents(choice.term, after, foundMax)
    return { ...found, items: upcomingFirst(found.items.filter(event => suits(event, choice))) }
  }
  const { from, until } = spanOf(choice.frame)
  return listEvents({
    sort: 'date',
    from: from.toISOString(),
    until: until?.toISOString(),
    tag: choice.tag || undefined,
    free: choice.free || undefined,
  }, after)
}

/** The tags seen most often, so that there is something to press before anybody has typed. */
export function commonTags(events: EventSummary[], chosen: string): string[] {
  const counts = new Map<string, number>()
  for (const tag of events.flatMap(event => event.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1)
  const common = [...counts].sort((a, b) => b[1] - a[1]).map(([tag]) => tag).slice(0, tagsShownMax)
  return !chosen || common.includes(chosen) ? common : [chosen, ...common]
}

interface Discovery {
  typed: Ref<string>
  choice: ComputedRef<Choice>
  isNarrowed: ComputedRef<boolean>
  pick: (changes: Partial<Choice>) => void
  field: <K extends keyof Choice>(name: K) => WritableComputedRef<Choice[K]>
  query: ReturnType<typeof useEvents>
  tags: ComputedRef<string[]>
}

const useEvents = (choice: ComputedRef<Choice>) => useInfiniteQuery({
  queryKey: ['event', 'discover', choice],
  queryFn: ({ pageParam }) => load(choice.value, pageParam),
  placeholderData: keepPreviousData,
  ...paged,
})

/** What is looked for, kept in the address so that going back or sharing it shows the same. */
export function useDiscovery(): Discovery {
  const route = useRoute()
  const router = useRouter()
  const text = (name: string) => typeof route.query[name] === 'string' ? route.query[name] as string : ''
  const choice = computed<Choice>(() => {
    const when = text('when')
    return { term: text('q'), frame: isTimeFrame(when) ? when : 'any', free: text('free') === 'yes', tag: text('tag') }
  })

  function pick(changes: Partial<Choice>): void {
    if (route.path !== '/') return
    const { term, frame, free, tag } = { ...choice.value, ...changes }
    const query = {
      q: term || undefined,
      when: frame === 'any' ? undefined : frame,
      free: free ? 'yes' : undefined,
      tag: tag || undefined,
    }
    void router.replace({ path: '/', query })
  }

  const typed = ref(choice.value.term)
  const settled = useDebounced(typed.value)
  /** Who has typed and then chosen an event is on the way there; the search must not call them back. */
  let isLeaving = false
  onBeforeRouteLeave(() => void (isLeaving = true))
  watch(typed, (value) => {
    isLeaving = false
    settled.value = value.trim()
  })
  watch(settled, term => isLeaving || pick({ term }))
  watch(() => choice.value.term, term => term !== typed.value.trim() && (typed.value = term))

  const query = useEvents(choice)
  const seen = computed(() => query.data.value?.pages.flatMap(page => page.items) ?? [])
  return {
    typed,
    choice,
    isNarrowed: computed(() => route.path === '/' && Object.keys(route.query).length > 0),
    pick,
    field: name => computed({ get: () => choice.value[name], set: value => pick({ [name]: value }) }),
    query,
    tags: computed(() => commonTags(seen.value, choice.value.tag)),
  }
}
