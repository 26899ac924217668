import { flushPromises, mount } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import { defineComponent, h, ref } from 'vue'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import LeaveGuard from './LeaveGuard.vue'

async function page({ isDirty = true, isMoot = false } = {}) {
  const isThere = ref(true)
  const unless = () => isMoot
  const Form = defineComponent(() => () => isThere.value ? h(LeaveGuard, { dirty: isDirty, unless }) : null)
  const routes = [{ path: '/', component: { render: () => null } }, { path: '/form', component: Form }]
  const router = createRouter({ history: createMemoryHistory(), routes })
  await router.push('/form')
  const wrapper = mount(RouterView, { global: { plugins: [router] }, attachTo: document.body })
  await flushPromises()
  const leaving = router.push('/')
  await flushPromises()
  const at = () => router.currentRoute.value.path
  const click = async (text: string) => {
    [...document.querySelectorAll('button')].find(button => button.textContent?.includes(text))!.click()
    await leaving
  }
  return { wrapper, isThere, leaving, at, click }
}

afterEach(() => void document.body.replaceChildren())

it('asks before what was not saved is left', async () => {
  const { wrapper, at, click } = await page()
  expect(at()).toBe('/form')
  expect(document.body.textContent).toContain('Leave without saving?')
  await click('Leave')
  expect(at()).toBe('/')
  wrapper.unmount()
})

it('stays where one wants to stay', async () => {
  const { wrapper, at, click } = await page()
  await click('Stay here')
  expect(at()).toBe('/form')
  wrapper.unmount()
})

it.each([{ isDirty: false }, { isMoot: true }])('does not ask when nothing would be lost: %o', async (state) => {
  const { wrapper, at } = await page(state)
  expect(at()).toBe('/')
  wrapper.unmount()
})

it('lets go when the form is gone while it asks', async () => {
  const { wrapper, isThere, leaving, at } = await page()
  isThere.value = false
  await leaving
  expect(at()).toBe('/')
  wrapper.unmount()
})
