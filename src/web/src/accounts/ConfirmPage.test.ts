import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { Refusal, serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import ConfirmPage from './ConfirmPage.vue'

it('asks to sign in first where the account was never used', async () => {
  serve({ 'POST /auth/confirm': () => { throw new Refusal(401, 'Sign in here first', 'sign-in-needed') } })
  const { wrapper } = await stage(ConfirmPage, {}, '/confirm#token=secret')
  await flushPromises()
  expect(wrapper.get('[role=alert]').text()).toBe('Sign in here first')
  expect(wrapper.get('a').attributes('href')).toBe('/sign-in')
})
