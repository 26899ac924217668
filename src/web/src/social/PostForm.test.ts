import { beforeEach, expect, it } from 'vitest'
import { post } from '@/testing/cast'
import { stage } from '@/testing/stage'
import PostForm from './PostForm.vue'

beforeEach(() => sessionStorage.clear())

const headline = async (props: Record<string, unknown>) =>
  (await stage(PostForm, props)).wrapper.find('input')

it('keeps what is typed of a post apart from what is typed of an event with its number', async () => {
  await (await headline({ eventId: post.id })).setValue('About the event')
  await (await headline({})).setValue('About nothing')
  const edited = await headline({ post })
  expect(edited.element.value).toBe(post.title)
  await edited.setValue('Edited')
  expect((await headline({ eventId: post.id })).element.value).toBe('About the event')
  expect((await headline({})).element.value).toBe('About nothing')
  expect(Object.keys(sessionStorage).sort()).toEqual(['draft:post:edit:3', 'draft:post:event:3', 'draft:post:new'])
})
