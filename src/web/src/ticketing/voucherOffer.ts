import { useQuery } from '@tanstack/vue-query'
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { messageOf } from '@/api/problem'
import type { EventDetails, VoucherOffer } from '@/api/types'
import { whenInWords } from '@/lib/dates'
import { placesInWords } from './choice'
import { showVoucher } from './requests'

export interface VoucherLookup {
  /** What the code is good for; nothing until it was looked up, and when it is another meanwhile. */
  offer: ComputedRef<VoucherOffer | undefined>
  words: ComputedRef<string>
  refusal: ComputedRef<string[]>
  isBusy: ComputedRef<boolean>
  use: () => Promise<void>
}

/** `4 places kept for you and 10 % off in Stalls until Sat 5 Dec, 20:00` */
function wordsOf({ places_left: places, percent_off: off, section, valid_until: until }: VoucherOffer, zone: string) {
  const kept = places === null ? '' : `${placesInWords(places)} kept for you`
  const lower = off > 0 ? `${off} % off` : ''
  return [kept, kept && lower && 'and', lower, section && `in ${section}`, until && `until ${whenInWords(until, zone)}`]
    .filter(Boolean).join(' ')
}

/** Looks up what a code is good for: at once one that is there from the beginning, any other when it is to be used. A
 *  hold may have used up its own: that is no refusal. */
export function useVoucherOffer(
  event: () => EventDetails, code: Ref<string>, held: string | null = null,
): VoucherLookup {
  const asked = ref(code.value.trim())
  const query = useQuery({
    queryKey: ['event', 'voucher', computed(() => event().id), asked],
    queryFn: () => showVoucher(event().id, asked.value),
    enabled: () => asked.value !== '',
  })
  const isAsked = computed(() => code.value.trim() === asked.value)
  const offer = computed(() => isAsked.value && !query.isError.value ? query.data.value : undefined)
  return {
    offer,
    words: computed(() => offer.value ? wordsOf(offer.value, event().time_zone) : ''),
    refusal: computed(() =>
      isAsked.value && query.error.value && asked.value.toUpperCase() !== held ? [messageOf(query.error.value)] : []),
    isBusy: computed(() => isAsked.value && query.isFetching.value),
    async use() {
      asked.value = code.value.trim()
      if (asked.value) await query.refetch({ cancelRefetch: false })
    },
  }
}
