import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import { newSection, type SectionDraft } from './sectionDrafts'
import SectionsEditor from './SectionsEditor.vue'

const editor = (sections: SectionDraft[]) => {
  const wrapper = mount(SectionsEditor, {
    props: {
      currency: 'EUR',
      pools: [],
      modelValue: sections,
      'onUpdate:modelValue': (changed: SectionDraft[]) => wrapper.setProps({ modelValue: changed }),
    },
  })
  return { wrapper, names: () => wrapper.props('modelValue').map((section: SectionDraft) => section.name) }
}

it('reorders, adds and removes sections', async () => {
  const { wrapper, names } = editor([newSection('Stalls', '40', 100), newSection('Balcony', '20', 50)])
  await wrapper.find('[aria-label="Move section 2 up"]').trigger('click')
  expect(names()).toEqual(['Balcony', 'Stalls'])
  await wrapper.findAll('button').at(-1)!.trigger('click')
  expect(names()).toEqual(['Balcony', 'Stalls', ''])
  await wrapper.find('[aria-label="Remove section 1"]').trigger('click')
  expect(names()).toEqual(['Stalls', ''])
})

it('keeps the last section', () => {
  const { wrapper } = editor([newSection('Stalls', '40', 100)])
  expect(wrapper.find('[aria-label="Remove section 1"]').attributes('aria-disabled')).toBe('true')
})

it('says at each field of a section what is wrong with it', async () => {
  const { wrapper } = editor([newSection('Stalls', '40', 100), newSection('Balcony', '', 50)])
  await wrapper.setProps({ errors: { 'sections[1].price': ['What does a place cost? 0 is free.'] } })
  const wrong = wrapper.findAll('[aria-invalid="true"]')
  expect(wrong).toHaveLength(1)
  const words = wrapper.find(`#${wrong[0]!.attributes('aria-describedby')}`)
  expect(words.text()).toBe('What does a place cost? 0 is free.')
  expect(wrapper.findAll('li')[1]!.text()).toContain('0 is free')
})
