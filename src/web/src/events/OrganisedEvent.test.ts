import { expect, it } from 'vitest'
import { concert } from '@/testing/cast'
import { stage } from '@/testing/stage'
import OrganisedEvent from './OrganisedEvent.vue'

const whenAndWhere = async (location: string) =>
  (await stage(OrganisedEvent, { event: { ...concert, location } })).wrapper.get('.organised__words .soft').text()

it('says when and where, and only when where there is no place', async () => {
  expect(await whenAndWhere('Monaco')).toMatch(/20:30 · Monaco$/)
  expect(await whenAndWhere('')).toMatch(/20:30$/)
})
