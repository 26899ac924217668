import { useQueryClient } from '@tanstack/vue-query'
import { watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { rememberToken, tokenOf } from './guestTokens'

/** Keeps what proves a guest; it stands behind # of their links, where no server and no other page sees it. Who comes
 *  from elsewhere in this tab has it already: the address is then made the whole link again; on a page that is printed
 *  or passed on (`hidden`) it is taken out of the address instead. */
export function useGuestLink(orderId: number, queryKey: string[], { hidden = false } = {}): void {
  const route = useRoute()
  const router = useRouter()
  const queryClient = useQueryClient()
  watch(() => route.hash, async (hash, before) => {
    const token = tokenOf(orderId)
    if (hash) rememberToken(orderId, hash.slice(1))
    else if (token && !hidden) await router.replace({ query: route.query, hash: `#${token}` })
    if (hash && before) await queryClient.resetQueries({ queryKey })
    if (hash && hidden) await router.replace({ query: route.query })
  }, { immediate: true })
}
