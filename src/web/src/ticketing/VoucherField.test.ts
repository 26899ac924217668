import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, it, vi } from 'vitest'
import { computed, ref } from 'vue'
import { stage } from '@/testing/stage'
import VoucherField from './VoucherField.vue'
import type { VoucherLookup } from './voucherOffer'

enableAutoUnmount(afterEach)
afterEach(() => {
  vi.restoreAllMocks()
})

const promise = 'The next page shows the price with it.'

async function refused() {
  const refusal = ref<string[]>([])
  const lookup: VoucherLookup = {
    offer: computed(() => undefined),
    words: computed(() => ''),
    refusal: computed(() => refusal.value),
    isBusy: computed(() => false),
    use: async () => void (refusal.value = ['We know no such code.']),
  }
  const { wrapper } = await stage(VoucherField, { modelValue: 'NOPE', lookup, hint: promise })
  const field = wrapper.get('input')
  await field.trigger('keydown', { key: 'Enter' })
  await flushPromises()
  return { wrapper, field }
}

it('brings into view that there is no such code, once its words are there', async () => {
  const seen: (string | null)[] = []
  vi.spyOn(HTMLElement.prototype, 'scrollIntoView').mockImplementation(function (this: HTMLElement) {
    seen.push(this.getAttribute('aria-invalid'))
  })
  const { wrapper, field } = await refused()
  expect(wrapper.get('.field__errors').text()).toBe('We know no such code.')
  expect(document.activeElement).toBe(field.element)
  expect(seen).toEqual(['true'])
})

it('promises nothing of a code that was refused', async () => {
  const { wrapper, field } = await refused()
  expect(wrapper.find('.field__hint').exists()).toBe(false)
  await wrapper.setProps({ modelValue: 'OTHER' })
  expect(field.attributes('aria-invalid')).toBeUndefined()
  expect(wrapper.get('.field__hint').text()).toBe(promise)
})
