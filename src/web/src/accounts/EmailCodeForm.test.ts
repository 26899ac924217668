import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { ben, bensSession } from '@/testing/cast'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import { toasts } from '@/ui/toasts'
import EmailCodeForm from './EmailCodeForm.vue'

beforeEach(() => void toasts.splice(0))

async function confirm(answered: string) {
  serve({
    'POST /auth/confirm': () => ({ ...ben, email: answered }),
    'GET /auth/session': () => bensSession,
  })
  const { wrapper } = await stage(EmailCodeForm, { email: 'new@example.com' })
  await wrapper.find('input').setValue('123456')
  await wrapper.find('form').trigger('submit')
  await flushPromises()
  return { wrapper, said: toasts.map(({ text }) => text) }
}

it('confirms the new address', async () => {
  const { wrapper, said } = await confirm('New@example.com')
  expect(said).toEqual(['Your new address is confirmed.'])
  expect(wrapper.emitted('confirmed')).toHaveLength(1)
})

it('goes on asking when the code was for the present address', async () => {
  const { wrapper, said } = await confirm(ben.email)
  expect(said).toEqual(['Your present address is confirmed; the new one still waits for its code.'])
  expect(wrapper.emitted('confirmed')).toBeUndefined()
  expect(wrapper.find('input').element.value).toBe('')
})
