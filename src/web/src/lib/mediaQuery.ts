import { onScopeDispose, ref, type Ref } from 'vue'

/** Whether the window is like that now; for what style sheets alone cannot decide. */
export function useMediaQuery(condition: string): Readonly<Ref<boolean>> {
  const list = window.matchMedia(condition)
  const matches = ref(list.matches)
  const follow = () => (matches.value = list.matches)
  list.addEventListener('change', follow)
  onScopeDispose(() => list.removeEventListener('change', follow))
  return matches
}
