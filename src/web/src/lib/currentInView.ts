import { nextTick, watch, type Ref } from 'vue'
import { useRoute } from 'vue-router'

/** Sweeps a row of links so far that the one of this page is seen; the page itself stays where it is. */
export function useCurrentInView(row: Readonly<Ref<HTMLElement | null>>): void {
  const route = useRoute()
  watch([row, () => route.path], async () => {
    await nextTick()
    const current = row.value?.querySelector<HTMLElement>('[aria-current="page"]')
    if (!row.value || !current) return
    const [inner, outer] = [current.getBoundingClientRect(), row.value.getBoundingClientRect()]
    row.value.scrollLeft += inner.left + inner.width / 2 - outer.left - outer.width / 2
  }, { flush: 'post', immediate: true })
}
