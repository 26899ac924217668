import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { h, type VNode } from 'vue'
import SheetDialog from './SheetDialog.vue'

const opened = async (...fields: VNode[]) => {
  const wrapper = mount(SheetDialog, {
    props: { title: 'Is it still you?', open: true },
    slots: { default: () => h('form', fields) },
    attachTo: document.body,
  })
  await flushPromises()
  return wrapper
}

afterEach(() => void document.body.replaceChildren())

it('gives the focus to the first field that can have it', async () => {
  const wrapper = await opened(
    h('input', { type: 'email', tabindex: -1, hidden: true }),
    h('input', { type: 'hidden', name: 'token' }),
    h('input', { name: 'name', disabled: true }),
    h('input', { name: 'password' }),
    h('input', { name: 'code' }),
  )
  expect(document.activeElement?.getAttribute('name')).toBe('password')
  wrapper.unmount()
})

it('leaves the focus to the dialog where no field can have it', async () => {
  const wrapper = await opened(h('input', { name: 'user', hidden: true }))
  expect(document.querySelector('[role="dialog"]')?.contains(document.activeElement)).toBe(true)
  expect(document.activeElement?.getAttribute('name')).not.toBe('user')
  wrapper.unmount()
})
