import { onMounted, ref, type Ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** The token that a mailed link carries behind #; it is taken out of the address bar, which others may see. */
export function useMailedToken(): Ref<string> {
  const route = useRoute()
  const router = useRouter()
  const given = new URLSearchParams(route.hash.slice(1)).get('token') ?? route.query.token
  const token = ref(typeof given === 'string' ? given : '')
  onMounted(() => {
    if (token.value) void router.replace({ path: route.path })
  })
  return token
}
