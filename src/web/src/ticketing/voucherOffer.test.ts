import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { VoucherOffer } from '@/api/types'
import { bensSession, concert, hold } from '@/testing/cast'
import { Refusal, serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import BuyPanel from './BuyPanel.vue'
import HoldChangeForm from './HoldChangeForm.vue'

enableAutoUnmount(afterEach)
beforeEach(() => sessionStorage.clear())

const vip: VoucherOffer = { code: 'VIP', percent_off: 0, section: 'Stalls', places_left: 4, valid_until: null }
const asBen = { 'GET /auth/session': () => bensSession, 'POST /holds': () => hold }
const at = 'GET /events/7/voucher'
const offering = (offer: VoucherOffer) => ({ ...asBen, [at]: () => offer })
const refusing = (status: number, code: string) => () => { throw new Refusal(status, 'no', code) }
const soldOut = { ...concert, sections: concert.sections.map(one => ({ ...one, available: 0 })) }
const closed = { ...soldOut, sections: soldOut.sections.map(one => ({ ...one, sale: 'closed' as const })) }

async function panel(address: string, event = concert): Promise<VueWrapper> {
  const { wrapper } = await stage(BuyPanel, { event }, `/e/three-cellos${address}`)
  await flushPromises()
  return wrapper
}

const press = async (wrapper: VueWrapper, name: string) => {
  await wrapper.findAll('button').find(button => button.text() === name)!.trigger('click')
  await flushPromises()
}
const type = (wrapper: VueWrapper, code: string) => wrapper.find('input[name="voucher"]').setValue(code)
const found = (wrapper: VueWrapper) => wrapper.find('.voucher [role="status"]').text()
const refused = (wrapper: VueWrapper) => wrapper.find('.field__errors').text()
const counter = (wrapper: VueWrapper, name: string) => wrapper.find(`[role="group"][aria-label="${name}"]`)
const countIn = (wrapper: VueWrapper, name: string) => counter(wrapper, name).find('output').text()
const more = (wrapper: VueWrapper, name: string) => counter(wrapper, name).find('[aria-label="One more"]')

describe('a code at the tickets of an event', () => {
  it('is looked up at once when it comes with the address, and takes up what was chosen with it', async () => {
    const calls = serve(offering(vip))
    const wrapper = await panel('?tickets=3,Stalls&tickets=1,Box&code=VIP')
    expect(calls.find(({ path }) => path === '/events/7/voucher')?.query).toEqual({ code: 'VIP' })
    expect(found(wrapper)).toBe('4 places kept for you in Stalls')
    expect(wrapper.find('fieldset').text()).toContain('4 places kept for you with VIP')
    expect([countIn(wrapper, 'Stalls'), countIn(wrapper, 'Box'), countIn(wrapper, 'Balcony')]).toEqual(['3', '1', '0'])
    await more(wrapper, 'Stalls').trigger('click')
    expect(more(wrapper, 'Stalls').attributes('aria-disabled')).toBe('true')
  })

  it.each([['sold out', soldOut], ['closed', closed]])('gets at what it keeps of what is %s', async (_, event) => {
    const calls = serve(offering(vip))
    const wrapper = await panel('', event)
    await press(wrapper, 'Have a code?')
    const field = wrapper.find<HTMLInputElement>('input[name="voucher"]')
    await field.setValue('vip')
    expect(wrapper.find('fieldset').exists()).toBe(false)
    await field.trigger('keydown', { key: 'Enter' })
    await flushPromises()
    expect(document.activeElement, 'it stays where it is').toBe(field.element)
    await more(wrapper, 'Stalls').trigger('click')
    expect(counter(wrapper, 'Box').exists()).toBe(false)
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(calls.find(({ method }) => method === 'POST')?.body).toEqual({
      event_id: 7, voucher: 'vip', lines: [{ section: 'Stalls', quantity: 1 }],
    })
  })

  it('starts with one of the places it keeps where there is only one section', async () => {
    serve(offering(vip))
    const wrapper = await panel('?code=VIP', { ...soldOut, sections: soldOut.sections.slice(0, 1) })
    expect(countIn(wrapper, 'Stalls')).toBe('1')
  })

  it('gets at nothing while the sale has not started', async () => {
    serve(offering(vip))
    const wrapper = await panel('?code=VIP', { ...concert, sale_starts_at: '2999-01-01T12:00:00Z' })
    expect(wrapper.find('form').exists()).toBe(false)
  })

  it.each([
    ['10 % off in Stalls', { percent_off: 10, places_left: null }],
    ['10 % off', { percent_off: 10, section: null, places_left: null }],
    ['1 place kept for you and 10 % off in Stalls', { percent_off: 10, places_left: 1 }],
    ['10 % off until Sat 3 Jul 2100, 20:30', {
      percent_off: 10, section: null, places_left: null, valid_until: '2100-07-03T18:30:00Z',
    }],
  ])('says what it is good for: %s', async (words, offer) => {
    serve(offering({ ...vip, ...offer }))
    expect(found(await panel('?code=VIP'))).toBe(words)
  })

  it('counts no more as soon as it is another one', async () => {
    serve(offering(vip))
    const wrapper = await panel('?tickets=2,Stalls&code=VIP')
    await type(wrapper, 'VIPS')
    expect(found(wrapper)).toBe('')
    expect(counter(wrapper, 'Stalls').exists()).toBe(false)
    expect(wrapper.find('[type="submit"]').text(), 'nothing is chosen of what is gone').toBe('Choose tickets')
  })

  it('says at its field why it is refused, each time anew', async () => {
    const answers = { ...asBen, [at]: refusing(404, 'voucher-unknown') as () => unknown }
    serve(answers)
    const wrapper = await panel('?tickets=1,Box&code=NOPE')
    expect(refused(wrapper)).toBe('We know no such code. Look at its spelling.')
    expect(document.activeElement, 'who has not asked keeps the focus').toBe(document.body)
    answers[at] = refusing(409, 'voucher-expired')
    await type(wrapper, 'OLD')
    expect(wrapper.find('.field__errors').exists()).toBe(false)
    await press(wrapper, 'Use code')
    expect(refused(wrapper)).toBe('This code has expired.')
    expect(document.activeElement).toBe(wrapper.find('input[name="voucher"]').element)
    answers[at] = () => vip
    await press(wrapper, 'Use code')
    expect(found(wrapper)).toBe('4 places kept for you in Stalls')
    expect(wrapper.find('.field__errors').exists()).toBe(false)
  })

  it('shows what it still keeps when others were faster', async () => {
    let left = 4
    serve({
      ...asBen,
      [at]: () => ({ ...vip, places_left: left }),
      'POST /holds': () => {
        left = 1
        throw new Refusal(409, 'no', 'voucher-used-up')
      },
    })
    const wrapper = await panel('?tickets=2,Stalls&code=VIP')
    await wrapper.find('form').trigger('submit')
    await flushPromises()
    expect(refused(wrapper)).toContain('not so many places are left of it')
    expect(countIn(wrapper, 'Stalls')).toBe('1')
  })
})

describe('a code of what is held', () => {
  const held = { ...hold, voucher: 'VIP', lines: [{ ...hold.lines[0]!, section: 'Stalls', quantity: 2 }] }
  const change = async () => {
    const { wrapper } = await stage(HoldChangeForm, { hold: held, event: soldOut })
    await flushPromises()
    return wrapper
  }

  it('gets at what it keeps beside the places that are held', async () => {
    serve(offering({ ...vip, places_left: 1 }))
    const wrapper = await change()
    await more(wrapper, 'Stalls').trigger('click')
    expect(countIn(wrapper, 'Stalls')).toBe('3')
    expect(more(wrapper, 'Stalls').attributes('aria-disabled')).toBe('true')
  })

  it('is not wrong when the hold has all of them', async () => {
    serve({ ...asBen, [at]: refusing(409, 'voucher-used-up') })
    const wrapper = await change()
    expect(countIn(wrapper, 'Stalls')).toBe('2')
    expect(wrapper.find('.field__errors').exists()).toBe(false)
  })

  it('keeps its places apart from those of another one', async () => {
    serve(offering({ ...vip, code: 'OTHER', places_left: 1 }))
    const wrapper = await change()
    await type(wrapper, 'OTHER')
    await press(wrapper, 'Use code')
    expect(countIn(wrapper, 'Stalls')).toBe('1')
    expect(wrapper.text()).toContain('1 place kept for you with OTHER')
  })
})
