import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import TextField from './TextField.vue'

it('ties label, hint and errors to the control', () => {
  const wrapper = mount(TextField, {
    props: { label: 'E-mail', hint: 'Only you see it.', errors: ['Not an address.'] },
  })
  const input = wrapper.find('input')
  expect(wrapper.find('label').attributes('for')).toBe(input.attributes('id'))
  expect(input.attributes('aria-invalid')).toBe('true')
  const described = input.attributes('aria-describedby')!.split(' ').map(id => wrapper.find(`[id="${id}"]`).text())
  expect(described).toEqual(['Only you see it.', 'Not an address.'])
})

it('says how much room is left once it is scarce', async () => {
  const wrapper = mount(TextField, { props: { label: 'Title', maxlength: 50, modelValue: 'short' } })
  expect(wrapper.text()).not.toContain('left')
  await wrapper.setProps({ modelValue: 'x'.repeat(45) })
  expect(wrapper.text()).toContain('5 left')
})

it('calls nothing wrong that is being mended, until it is sent and refused again', async () => {
  const wrapper = mount(TextField, { props: { label: 'E-mail', errors: ['Not an address.'], modelValue: 'ada' } })
  await wrapper.setProps({ modelValue: 'ada@' })
  expect(wrapper.find('input').attributes('aria-invalid')).toBeUndefined()
  expect(wrapper.text()).not.toContain('Not an address.')
  await wrapper.setProps({ errors: ['Not an address.'] })
  expect(wrapper.find('input').attributes('aria-invalid')).toBe('true')
})
