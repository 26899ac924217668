import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import EventVouchers from './EventVouchers.vue'

enableAutoUnmount(afterEach)

const at = `/events/${concert.id}/vouchers`
const half = {
  id: 3, code: 'HALF', percent_off: 50, section: null, uses: 9, used: 2, valid_until: null, withdrawn: false,
  created_at: '2027-01-01T12:00:00Z',
}

describe('EventVouchers', () => {
  it('says how often each voucher is used', async () => {
    serve({ [`GET ${at}`]: () => [half] })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await flushPromises()
    expect(wrapper.find('li').text()).toContain('2 of 9 used')
    expect(wrapper.find('li').text()).toContain('50 % off · everywhere')
  })

  it('makes one, with a code that the server makes up', async () => {
    const calls = serve({ [`GET ${at}`]: () => [], [`POST ${at}`]: () => half })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await flushPromises()
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    const made = calls.find(({ method }) => method === 'POST')
    expect(made?.body).toEqual({ code: null, percent_off: 10, uses: 1, section: null, valid_until: null })
    expect(made?.key).not.toBeNull()
  })

  it('withdraws one when that is confirmed', async () => {
    let withdrawn = false
    const calls = serve({
      [`GET ${at}`]: () => [{ ...half, withdrawn }],
      [`DELETE ${at}/3`]: () => {
        withdrawn = true
        return { message: 'Voucher HALF withdrawn' }
      },
    })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await flushPromises()
    await wrapper.find('li button').trigger('click')
    await flushPromises()
    expect(calls.some(({ method }) => method === 'DELETE')).toBe(false)
    const confirm = [...document.querySelectorAll('[role="alertdialog"] button')]
      .find(button => button.textContent.includes('Withdraw it'))
    if (!(confirm instanceof HTMLElement)) throw new Error('nothing asks for a confirmation')
    confirm.click()
    await flushPromises()
    expect(wrapper.find('li').text()).toContain('withdrawn')
  })
})
