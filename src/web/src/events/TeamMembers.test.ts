import { enableAutoUnmount, flushPromises } from '@vue/test-utils'
import { afterEach, expect, it } from 'vitest'
import type { MemberDetails, OrganiserDetails, TeamRole } from '@/api/types'
import { bensSession } from '@/testing/cast'
import { serve } from '@/testing/server'
import { stage } from '@/testing/stage'
import TeamMembers from './TeamMembers.vue'

enableAutoUnmount(afterEach)

const team = { id: 4, name: 'The Labels', role: 'owner', permissions: ['manage_team'] } as unknown as OrganiserDetails
const member = (id: number, name: string, role: TeamRole) =>
  ({ user: { id, name, handle: name.toLowerCase() }, role } as unknown as MemberDetails)

async function members(rolesOfOthers: TeamRole[]) {
  const others = rolesOfOthers.map((role, i) => member(10 + i, `Other ${i}`, role))
  serve({
    'GET /auth/session': () => bensSession,
    'GET /organisers/4/members': () => [member(2, 'Ben', 'owner'), ...others],
  })
  const { wrapper } = await stage(TeamMembers, { team })
  await flushPromises()
  return { text: wrapper.text(), names: wrapper.findAll('button').map(button => button.text().split(/\s/)[0]) }
}

it('tells the only owner, before they ask, who has to be one before they leave', async () => {
  const { text, names } = await members(['manager'])
  expect(names).toEqual(['Remove'])
  expect(text).toContain('make somebody else an owner first')
})

it('lets one of two owners leave', async () => {
  const { text, names } = await members(['owner'])
  expect(names).toEqual(['Leave', 'Remove'])
  expect(text).not.toContain('the only owner')
})
