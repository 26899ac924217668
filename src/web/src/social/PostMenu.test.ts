import { flushPromises } from '@vue/test-utils'
import { beforeEach, expect, it } from 'vitest'
import { ben, bensSession, post } from '@/testing/cast'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import SheetDialog from '@/ui/SheetDialog.vue'
import PostMenu from './PostMenu.vue'

beforeEach(() => sessionStorage.clear())

it('drops an edit whose sheet is closed', async () => {
  document.body.innerHTML = '<div id="menus"></div>'
  serve({ 'GET /auth/session': () => bensSession })
  const { wrapper } = await stage(PostMenu, { post: { ...post, user: ben } })
  const sheet = wrapper.findComponent(SheetDialog)
  sheet.vm.$emit('update:open', true)
  await flushPromises()
  const field = document.querySelector<HTMLInputElement>('form input')!
  field.value = 'Never saved'
  field.dispatchEvent(new Event('input'))
  expect(Object.keys(sessionStorage)).toContain('draft:post:edit:3')
  sheet.vm.$emit('update:open', false)
  await flushPromises()
  expect(Object.keys(sessionStorage)).not.toContain('draft:post:edit:3')
  wrapper.unmount()
})
