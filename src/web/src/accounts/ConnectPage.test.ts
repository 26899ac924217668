import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { Refusal, serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import ConnectPage from './ConnectPage.vue'

enableAutoUnmount(afterEach)

async function told(provider: string, query: string, refusal: string): Promise<string> {
  serve({
    'GET /auth/providers': () => [{ key: 'campus', name: 'Campus' }],
    [`POST /auth/providers/${provider}/return`]: () => { throw new Refusal(400, refusal) },
  })
  const { wrapper } = await stage(ConnectPage, { provider }, `/connect/${provider}${query}`)
  await flushPromises()
  return wrapper.get('[role=alert]').text()
}

it('says that there is no such provider', async () => {
  expect(await told('foo', '', 'This field is required.')).toBe('We know no such provider.')
})

it('says that there is nothing to finish where no provider sent the browser back', async () => {
  expect(await told('campus', '', 'This field is required.'))
    .toBe('There is nothing to finish here: please start again.')
})

it('says what the server says, with one full stop', async () => {
  expect(await told('campus', '?state=a', 'This took too long; please start again'))
    .toBe('This took too long; please start again.')
  expect(await told('campus', '?state=a', 'We cannot reach Campus.')).toBe('We cannot reach Campus.')
})
