import { ref, toValue, watchEffect, type MaybeRefOrGetter } from 'vue'

/** The name of the page that is shown, spoken to screen readers whenever it changes. */
export const pageTitle = ref('')

/** Names the page in the browser's tab and to screen readers. */
export function usePageTitle(title: MaybeRefOrGetter<string>): void {
  watchEffect(() => {
    const name = toValue(title)
    pageTitle.value = name
    document.title = `${name} · Seatmate`
  })
}
