import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { newPool, type PoolDraft } from './sectionDrafts'
import PoolsEditor from './PoolsEditor.vue'

const editor = (pools: PoolDraft[]) => {
  const wrapper = mount(PoolsEditor, {
    attachTo: document.body,
    props: {
      modelValue: pools,
      'onUpdate:modelValue': (changed: PoolDraft[]) => wrapper.setProps({ modelValue: changed }),
    },
  })
  return wrapper
}

it('adds a shared limit, ready to be named, and takes it away again', async () => {
  const wrapper = editor([])
  await wrapper.find('button').trigger('click')
  expect(document.activeElement).toBe(wrapper.find('input').element)
  await wrapper.find('[aria-label="Remove shared limit 1"]').trigger('click')
  expect(wrapper.findAll('input')).toHaveLength(0)
  expect(document.activeElement?.textContent).toContain('Add a shared limit')
})

it('says at each field what is wrong with it', async () => {
  const wrapper = editor([newPool()])
  await wrapper.setProps({ errors: { 'pools[0].name': ['Choose it in the sections that share it.'] } })
  expect(wrapper.find('[aria-invalid="true"]').exists()).toBe(true)
  expect(wrapper.text()).toContain('Choose it in the sections')
})
