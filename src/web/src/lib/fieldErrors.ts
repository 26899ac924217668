import { computed, ref, watch, type ComputedRef, type Ref } from 'vue'

/** What is wrong with a field, until its value is another: what is being mended is not called wrong. Another array is
 *  another refusal, also where it says the same. */
export function untilChanged(errors: () => string[], value: Ref<unknown>): ComputedRef<string[]> {
  const isChanged = ref(false)
  watch(errors, () => (isChanged.value = false))
  watch(value, () => (isChanged.value = true))
  return computed(() => (isChanged.value ? [] : errors()))
}
