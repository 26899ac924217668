import { useQueryClient } from '@tanstack/vue-query'
import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import { useViewer } from '@/accounts/session'
import { invalid, Problem } from '@/api/problem'
import type { BookingDetails, HoldDetails } from '@/api/types'
import { useDraft } from '@/lib/draft'
import { useForm, type FormState } from '@/lib/form'
import { useIntent } from '@/lib/intent'
import { tokenOf } from './guestTokens'
import { changesBetween } from './holdChanges'
import { placeOrder, type OrderWish } from './requests'

type Gone = 'taken' | 'over'

interface Ordering extends FormState {
  /** Nobody is signed in: they say who they are. */
  isGuest: ComputedRef<boolean>
  guest: Ref<{ name: string, email: string }>
  /** What is different from what was ordered, to be confirmed. */
  changes: Ref<string[]>
  /** Why there is nothing left to order: others have the places, or the event is no longer sold. */
  gone: Ref<Gone | null>
}

/** Where the one who bought sees it. */
export const orderPage = ({ id, booking_id, user }: BookingDetails): RouteLocationRaw => user
  ? `/checkout/${booking_id}`
  : { path: `/guest/orders/${id}`, hash: `#${tokenOf(id) ?? ''}` }

const goneBy: Record<string, Gone> = {
  'section-sold-out': 'taken',
  'seat-taken': 'taken',
  'hold-expired': 'taken',
  'not-found': 'over',
  'event-over': 'over',
  'not-on-sale': 'over',
  'sale-not-started': 'over',
  'sale-ended': 'over',
}

function checkGuest({ name, email }: OrderWish): void {
  const fields = {
    ...!name && { name: ['Say who you are: your name is on the order.'] },
    ...!email && { email: ['Say where your tickets should go.'] },
  }
  if (Object.keys(fields).length > 0) throw invalid(fields)
}

/** Orders what is held and goes on to the payment, or to the tickets. What had lapsed and is no longer the same comes
 *  back as it is now, and is asked about. */
export function useOrdering(hold: () => HoldDetails): Ordering {
  const router = useRouter()
  const queryClient = useQueryClient()
  const viewer = useViewer()
  const isGuest = computed(() => hold().token !== null && viewer.value === null)
  const { draft: guest, clear } = useDraft('guest', () => ({ name: '', email: '' }))
  const changes = ref<string[]>([])
  const gone = ref<Gone | null>(null)
  const ordering = useIntent(placeOrder)

  async function goOn(order: BookingDetails): Promise<void> {
    clear()
    if (order.status === 'awaiting_payment' && order.pay_url) return location.assign(order.pay_url)
    queryClient.removeQueries({ queryKey: ['hold', order.id] })
    await router.replace(orderPage(order))
  }

  function takeUp(problem: Problem): void {
    const before = hold()
    const now = problem.current as HoldDetails
    changes.value = changesBetween(before, now)
    queryClient.setQueryData(['hold', before.id], now)
  }

  const form = useForm(async () => {
    const { name, email } = guest.value
    const who = isGuest.value ? { name: name.trim(), email: email.trim() } : { name: null, email: null }
    const wish = { hold_id: hold().id, ...who }
    if (isGuest.value) checkGuest(wish)
    changes.value = []
    gone.value = null
    try {
      await goOn(await ordering.run(wish))
    }
    catch (error) {
      if (!(error instanceof Problem)) throw error
      if (error.code === 'hold-changed' || error.code === 'price-changed') return takeUp(error)
      if (error.fields.email && !isGuest.value) await queryClient.invalidateQueries({ queryKey: ['session'] })
      gone.value = goneBy[error.code] ?? null
      throw error
    }
  })

  return { ...form, isGuest, guest, changes, gone }
}
