import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, describe, expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import EventVouchers from './EventVouchers.vue'

enableAutoUnmount(afterEach)

const at = `/events/${concert.id}/vouchers`
const half = {
  id: 3, code: 'HALF', percent_off: 50, section: null, uses: 9, used: 2, valid_until: null, withdrawn: false,
  reserves: false, created_at: '2027-01-01T12:00:00Z',
}
const keeping = { ...half, code: 'VIP', percent_off: 0, section: 'Stalls', uses: 20, used: 3, reserves: true }

const fieldOf = (wrapper: VueWrapper, label: string) => {
  const found = wrapper.findAll('label').find(one => one.text() === label)
  return found?.find('input').exists() ? found.find('input') : wrapper.find(`[id="${found?.attributes('for')}"]`)
}

describe('EventVouchers', () => {
  it('says how often each voucher is used', async () => {
    serve({ [`GET ${at}`]: () => [half] })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await flushPromises()
    expect(wrapper.find('li').text()).toContain('2 of 9 used')
    expect(wrapper.find('li').text()).toContain('50 % off · everywhere')
  })

  it('says of one that keeps places how many, and where', async () => {
    serve({ [`GET ${at}`]: () => [keeping, { ...keeping, id: 4, uses: 1, percent_off: 10 }] })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await flushPromises()
    expect(wrapper.findAll('li').map(one => one.find('.soft').text()))
      .toEqual(['Keeps 20 places · Stalls', 'Keeps 1 place · 10 % off · Stalls'])
    expect(wrapper.find('li').text()).toContain('3 of 20 used')
    await wrapper.find('li button').trigger('click')
    await flushPromises()
    expect(document.querySelector('[role="alertdialog"]')?.textContent).toContain('return to the sale')
  })

  it('says of one that is over that it is, and offers nothing', async () => {
    serve({ [`GET ${at}`]: () => [{ ...half, valid_until: '2020-01-01T12:00:00Z' }, { ...keeping, withdrawn: true }] })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await flushPromises()
    expect(wrapper.find('li').text()).toContain('expired')
    expect(wrapper.find('li:last-child').text()).toContain('Kept 20 places · Stalls')
    expect(wrapper.find('li:last-child').text()).toContain('withdrawn')
    expect(wrapper.find('li button').exists()).toBe(false)
  })

  it('makes one, with a code that the server makes up', async () => {
    const calls = serve({ [`GET ${at}`]: () => [], [`POST ${at}`]: () => half })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await flushPromises()
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    const made = calls.find(({ method }) => method === 'POST')
    expect(made?.body).toEqual({
      code: null, reserves: false, percent_off: 10, uses: 1, section: null, valid_until: null,
    })
    expect(made?.key).not.toBeNull()
  })

  it('makes one that keeps places of a section, which lowers no price unless that is said', async () => {
    const calls = serve({ [`GET ${at}`]: () => [], [`POST ${at}`]: () => keeping })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    await fieldOf(wrapper, 'Keep places for who has the code').setValue(true)
    expect(fieldOf(wrapper, 'Section').text()).not.toContain('Everywhere')
    await fieldOf(wrapper, 'Section').setValue('Stalls')
    await fieldOf(wrapper, 'How many places?').setValue('20')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      code: null, reserves: true, percent_off: 0, uses: 20, section: 'Stalls', valid_until: null,
    })
    expect(calls.filter(({ method }) => method === 'GET'), 'it is in the list').toHaveLength(2)
  })

  it('keeps the percentage that was typed when places are to be kept', async () => {
    serve({ [`GET ${at}`]: () => [] })
    const { wrapper } = await stage(EventVouchers, { event: concert })
    const percent = () => (fieldOf(wrapper, 'Percent off').element as HTMLInputElement).value
    await fieldOf(wrapper, 'Keep places for who has the code').setValue(true)
    expect(percent()).toBe('0')
    await fieldOf(wrapper, 'Keep places for who has the code').setValue(false)
    expect(percent()).toBe('10')
    await fieldOf(wrapper, 'Percent off').setValue('25')
    await fieldOf(wrapper, 'Keep places for who has the code').setValue(true)
    expect(percent()).toBe('25')
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
