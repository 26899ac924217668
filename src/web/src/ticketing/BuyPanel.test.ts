import { enableAutoUnmount, flushPromises, type VueWrapper } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ben, bensSession, concert, hold } from '@/testing/cast'
import { Refusal, serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import BuyPanel from './BuyPanel.vue'
import { tokenOf } from './guestTokens'

enableAutoUnmount(afterEach)

const asBen = { 'GET /auth/session': () => bensSession }
const asVisitor = { 'GET /auth/session': () => { throw new Refusal(401, 'no') } }
const holding = { ...asBen, 'POST /holds': () => hold }
const places = (left: number[], state = 'available') => ({
  event_id: 7, sale: 'open', as_of: '2027-01-01T12:00:00Z',
  sections: concert.sections.map((section, i) => ({ ...section, left: left[i], state: left[i] ? 'available' : state })),
})
const panel = (address = '/e/three-cellos', event = concert) => stage(BuyPanel, { event }, address)
const two = '/e/three-cellos?tickets=1,Balcony&tickets=2,Box'

const section = (wrapper: VueWrapper, name: string) => wrapper.find(`[role="group"][aria-label="${name}"]`)
const more = (wrapper: VueWrapper, name: string) => section(wrapper, name).find('[aria-label="One more"]')
const countIn = (wrapper: VueWrapper, name: string) => section(wrapper, name).find('output').text()
const total = (wrapper: VueWrapper) => wrapper.find('.buy__sum').text()

async function go(wrapper: VueWrapper): Promise<void> {
  await wrapper.find('form').trigger('submit')
  await flushPromises()
}

beforeEach(() => sessionStorage.clear())
afterEach(() => {
  vi.useRealTimers()
})

describe('BuyPanel', () => {
  it('starts with nothing where there is a choice, and with one place where there is none', async () => {
    serve(holding)
    const { wrapper } = await panel()
    expect([countIn(wrapper, 'Balcony'), total(wrapper)]).toEqual(['0', 'from €24'])
    expect(section(wrapper, 'Stalls').exists(), 'nothing to count where nothing is left').toBe(false)
    const hall = { ...concert, sections: concert.sections.slice(1, 2) }
    expect(total((await panel('/e/three-cellos', hall)).wrapper)).toBe('€24')
    const partlyFree = { ...concert, sections: concert.sections.map((one, i) => ({ ...one, price: i === 1 ? 0 : 9 })) }
    expect(total((await panel('/e/three-cellos', partlyFree)).wrapper)).toBe('Free and up')
  })

  it('adds places of several sections up', async () => {
    serve(holding)
    const { wrapper } = await panel()
    await more(wrapper, 'Balcony').trigger('click')
    await more(wrapper, 'Balcony').trigger('click')
    await more(wrapper, 'Box').trigger('click')
    expect(total(wrapper)).toBe('€108')
    expect(wrapper.text()).toContain('3 places')
  })

  it('never offers more than there are, or than one person may have in all', async () => {
    serve(holding)
    const { wrapper } = await panel('/e/three-cellos?tickets=99,Box&tickets=99,Balcony&tickets=1,Nowhere&tickets=x')
    expect([countIn(wrapper, 'Box'), countIn(wrapper, 'Balcony')]).toEqual(['3', '2'])
    expect(more(wrapper, 'Balcony').attributes('aria-disabled')).toBe('true')
  })

  it('leads to the choice before it holds anything', async () => {
    const calls = serve(holding)
    const { wrapper } = await panel()
    await go(wrapper)
    expect(document.activeElement).toBe(more(wrapper, 'Balcony').element)
    expect(wrapper.find('[type="submit"]').text()).toBe('Choose tickets')
    expect(calls.filter(call => call.method === 'POST')).toEqual([])
  })

  it('holds once for a double click and goes on to the checkout', async () => {
    const calls = serve(holding)
    const { wrapper, router } = await panel(two)
    await Promise.all([wrapper.find('form').trigger('submit'), wrapper.find('form').trigger('submit')])
    await flushPromises()
    const holds = calls.filter(call => call.method === 'POST')
    expect(holds).toHaveLength(1)
    expect(holds[0]?.body).toEqual({
      event_id: 7, voucher: null,
      lines: [{ section: 'Balcony', quantity: 1 }, { section: 'Box', quantity: 2 }],
    })
    expect(holds[0]?.key).toMatch(/^[0-9a-f-]{36}$/)
    expect(router.currentRoute.value.path).toBe('/checkout/hold/70')
  })

  it('needs no account: a guest’s token is kept for the tab, and out of the address', async () => {
    serve({ ...asVisitor, 'POST /holds': () => ({ ...hold, token: 'secret' }) })
    const { wrapper, router } = await panel(two)
    await go(wrapper)
    expect(router.currentRoute.value.fullPath).toBe('/checkout/hold/70')
    expect(tokenOf(70)).toBe('secret')
  })

  it('offers to sign in, and keeps the choice and the code', async () => {
    serve(asVisitor)
    const { wrapper } = await panel(`${two}&code=HALF`)
    await flushPromises()
    const next = new URL(wrapper.find('a').attributes('href') ?? '', 'http://origin').searchParams.get('next')
    expect(next).toBe('/e/three-cellos?tickets=1,Balcony&tickets=2,Box&code=HALF')
  })

  it('sends a code, and says at its field what is wrong with it', async () => {
    const calls = serve({ ...asBen, 'POST /holds': () => { throw new Refusal(409, 'no', 'voucher-expired') } })
    const { wrapper } = await panel(two)
    await wrapper.findAll('button').find(button => button.text() === 'Have a code?')?.trigger('click')
    await wrapper.find('input[name="voucher"]').setValue(' HALF ')
    await go(wrapper)
    expect(calls.find(call => call.method === 'POST')?.body).toMatchObject({ voucher: 'HALF' })
    expect(wrapper.find('.field__errors').text()).toBe('This code has expired.')
    expect(document.activeElement).toBe(wrapper.find('input[name="voucher"]').element)
  })

  it('says why it did not work', async () => {
    const refusal = 'No more Balcony tickets available, please select a different seat section'
    serve({ ...asBen, 'POST /holds': () => { throw new Refusal(409, refusal, 'section-sold-out') } })
    const { wrapper, router } = await panel(two)
    await go(wrapper)
    expect(wrapper.find('[role="alert"]').text()).toContain('Not so many places are left in Balcony.')
    expect(router.currentRoute.value.path).toBe('/e/three-cellos')
  })

  it('sells nothing when everything is sold, over or a draft', async () => {
    serve(holding)
    const soldOut = { ...concert, sections: concert.sections.map(one => ({ ...one, available: 0 })) }
    const over = { ...concert, date: '2020-01-01T20:00:00Z', ends_at: '2020-01-01T22:00:00Z' }
    const draft = { ...concert, status: 'draft' as const, creator: ben }
    for (const event of [soldOut, over, draft]) {
      const { wrapper } = await panel('/e/three-cellos', event)
      expect(wrapper.find('fieldset, [type="submit"]').exists()).toBe(false)
      expect(wrapper.text().includes('Have a code?'), 'it may keep places of what is sold').toBe(event === soldOut)
    }
  })

  it('tells when the sale starts, opens it then by the server’s clock, and says when it has ended', async () => {
    vi.useFakeTimers({ now: Date.parse('2099-11-27T07:00:00Z') })
    const later = { ...concert, sale_starts_at: '2099-11-27T09:00:00Z', sale_ends_at: '2099-11-27T10:00:00Z' }
    const serverAhead = 2 * 3_600_000 - 3_000
    const now = () => ({ ...places([0, 12, 0]), sale, as_of: new Date(Date.now() + serverAhead).toISOString() })
    let sale = 'not_started'
    serve({ ...asBen, 'GET /events/7/availability': now })
    const { wrapper } = await panel('/e/three-cellos', later)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(wrapper.find('form').exists()).toBe(false)
    expect(wrapper.text()).toContain('On sale from Fri 27 Nov, 10:00 CET · Fri 27 Nov\u00a0· 09:00 UTC where you are')
    expect(wrapper.find('[role="status"]').text()).toBe('')

    await vi.advanceTimersByTimeAsync(2_100)
    sale = 'open'
    await vi.advanceTimersByTimeAsync(1_000)
    expect(wrapper.find('form').exists(), 'it looks at the moment, not when it is its turn').toBe(true)
    expect(wrapper.find('[role="status"]').text()).toBe('Tickets are on sale now.')

    sale = 'ended'
    await vi.advanceTimersByTimeAsync(5_000)
    expect(wrapper.find('form').exists()).toBe(false)
    expect(wrapper.text()).toContain('The sale has ended.')
  })

  it('looks again while it is seen: places go, may return, and are there again', async () => {
    vi.useFakeTimers()
    let now = places([0, 12, 0], 'may_return')
    const calls = serve({ ...asBen, 'GET /events/7/availability': () => now })
    const { wrapper } = await panel('/e/three-cellos?tickets=3,Balcony')
    await vi.advanceTimersByTimeAsync(100)
    expect(wrapper.text()).toContain('Only 12 left')
    expect(wrapper.text()).toContain('None left, but some may return')

    now = places([0, 2, 0], 'may_return')
    await vi.advanceTimersByTimeAsync(5000)
    expect(countIn(wrapper, 'Balcony')).toBe('2')

    now = places([0, 0, 0], 'may_return')
    await vi.advanceTimersByTimeAsync(5000)
    expect(wrapper.find('fieldset').exists()).toBe(false)
    expect(wrapper.text()).toContain('some may return')

    now = places([0, 0, 0], 'sold_out')
    await vi.advanceTimersByTimeAsync(5000)
    expect(wrapper.text()).not.toContain('may return')

    now = places([2, 0, 0], 'sold_out')
    await vi.advanceTimersByTimeAsync(5000)
    expect(wrapper.find('form').text()).toContain('Only 2 left')

    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden')
    window.dispatchEvent(new Event('visibilitychange'))
    const before = calls.length
    await vi.advanceTimersByTimeAsync(20_000)
    expect(calls).toHaveLength(before)
    vi.restoreAllMocks()
    window.dispatchEvent(new Event('visibilitychange'))
  })
})
