import { flushPromises } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { ben, bensSession } from '@/testing/cast'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import EmailConfirmation from './EmailConfirmation.vue'

it('speaks of the link and the code that the mail has, and of the new ones once they are asked for', async () => {
  serve({
    'GET /auth/session': () => ({ ...bensSession, email_confirmed: false }), 'POST /auth/confirmation': () => ({}),
  })
  const { wrapper } = await stage(EmailConfirmation, { email: ben.email })
  await flushPromises()
  const words = () => wrapper.get('p').text()
  expect(words()).toContain(`We mailed a link and a code to ${ben.email} when you signed up.`)
  expect(words()).toContain('Until you follow the link or type a code here')
  await wrapper.get('button').trigger('click')
  await flushPromises()
  expect(words()).toContain(`We mailed a new link and a new code to ${ben.email}.`)
  expect(words()).not.toContain('when you signed up')
})
