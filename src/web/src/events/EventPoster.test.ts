import { mount } from '@vue/test-utils'
import { expect, it } from 'vitest'
import EventPoster from './EventPoster.vue'

const picture = 'https://example.com/a.jpg'
const poster = () => mount(EventPoster, { props: { event: { id: 7, title: 'Three Cellos', image_url: picture } } })

it('draws a poster where a picture does not load, and writes the title where that does not either', async () => {
  const wrapper = poster()
  expect(wrapper.find('img').attributes('src')).toBe(picture)
  await wrapper.find('img').trigger('error')
  expect(wrapper.find('img').attributes('src')).toBe('/events/7/poster.svg')
  await wrapper.find('img').trigger('error')
  expect(wrapper.find('img').exists()).toBe(false)
  expect(wrapper.text()).toBe('Three Cellos')
})

it('tries a new picture', async () => {
  const wrapper = poster()
  await wrapper.find('img').trigger('error')
  await wrapper.setProps({ event: { id: 7, title: 'Three Cellos', image_url: 'https://example.com/b.jpg' } })
  expect(wrapper.find('img').attributes('src')).toBe('https://example.com/b.jpg')
})
