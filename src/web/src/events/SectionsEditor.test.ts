import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { newSection, type SectionDraft } from './draft'
import SectionsEditor from './SectionsEditor.vue'

const editor = (sections: SectionDraft[]) => {
  const wrapper = mount(SectionsEditor, {
    props: {
      currency: 'EUR',
      modelValue: sections,
      'onUpdate:modelValue': (changed: SectionDraft[]) => wrapper.setProps({ modelValue: changed }),
    },
  })
  return { wrapper, names: () => wrapper.props('modelValue').map((section: SectionDraft) => section.name) }
}

it('reorders, adds and removes sections', async () => {
  const { wrapper, names } = editor([newSection('Stalls', 40, 100), newSection('Balcony', 20, 50)])
  await wrapper.find('[aria-label="Move section 2 up"]').trigger('click')
  expect(names()).toEqual(['Balcony', 'Stalls'])
  await wrapper.findAll('button').at(-1)!.trigger('click')
  expect(names()).toEqual(['Balcony', 'Stalls', ''])
  await wrapper.find('[aria-label="Remove section 1"]').trigger('click')
  expect(names()).toEqual(['Stalls', ''])
})

it('keeps the last section', () => {
  const { wrapper } = editor([newSection('Stalls', 40, 100)])
  expect(wrapper.find('[aria-label="Remove section 1"]').attributes('aria-disabled')).toBe('true')
})
