import { useQuery } from '@tanstack/vue-query'
import { computed, type ComputedRef } from 'vue'
import { api, body, intent } from '@/api/client'
import { page, type Page } from '@/api/pages'
import type {
  DoorListEntry, InvitationDetails, InviteMemberRequest, MemberDetails, OrganiserDetails, TeamPermission, TeamRole,
} from '@/api/types'

const everyone = 100

export const listOrganisers = async (): Promise<OrganiserDetails[]> =>
  (await page(api.GET('/organisers', { params: { query: { limit: everyone } } }))).items

export const showOrganiser = (id: number) => body(api.GET('/organisers/{id}', { params: { path: { id } } }))

export const createOrganiser = (name: string, key: string) =>
  body(api.POST('/organisers', { body: { name }, ...intent(key) }))

export const updateOrganiser = (id: number, name: string) =>
  body(api.PATCH('/organisers/{id}', { params: { path: { id } }, body: { name } }))

export const listMembers = (id: number, after?: string): Promise<Page<MemberDetails>> =>
  page(api.GET('/organisers/{id}/members', { params: { path: { id }, query: { limit: everyone, after } } }))

export const changeMember = (id: number, member: number, role: TeamRole) =>
  body(api.PATCH('/organisers/{id}/members/{member}', { params: { path: { id, member } }, body: { role } }))

export const removeMember = (id: number, member: number) =>
  body(api.DELETE('/organisers/{id}/members/{member}', { params: { path: { id, member } } }))

export const listTeamInvitations = async (id: number): Promise<InvitationDetails[]> =>
  (await page(api.GET('/organisers/{id}/invitations', { params: { path: { id }, query: { limit: everyone } } }))).items

export const inviteMember = (id: number, request: InviteMemberRequest, key: string) =>
  body(api.POST('/organisers/{id}/invitations', { params: { path: { id } }, body: request, ...intent(key) }))

export const withdrawInvitation = (id: number, iid: number) =>
  body(api.DELETE('/organisers/{id}/invitations/{iid}', { params: { path: { id, iid } } }))

export const listInvitations = async (): Promise<InvitationDetails[]> =>
  (await page(api.GET('/invitations', { params: { query: { limit: everyone } } }))).items

/** An invitation that came by mail is opened with the token of its link. */
const proof = (token?: string) => token ? { headers: { 'Invitation-Token': token } } : {}

export const showInvitation = (id: number, token?: string) =>
  body(api.GET('/invitations/{id}', { params: { path: { id } }, ...proof(token) }))

export const acceptInvitation = (id: number, token?: string) =>
  body(api.POST('/invitations/{id}/acceptance', { params: { path: { id } }, ...proof(token) }))

export const declineInvitation = (id: number, token?: string) =>
  body(api.DELETE('/invitations/{id}', { params: { path: { id } }, ...proof(token) }))

export const showDoorList = (eventId: number, after?: string): Promise<Page<DoorListEntry>> =>
  page(api.GET('/events/{id}/door-list', { params: { path: { id: eventId }, query: { limit: everyone, after } } }))

export const callOffBooking = (id: number, aid: number, reason: string) =>
  body(api.POST('/events/{id}/attending/{aid}/cancellation', { params: { path: { id, aid } }, body: { reason } }))

export const teamRoles: readonly { value: TeamRole, label: string, may: string }[] = [
  { value: 'owner', label: 'Owner', may: 'Everything, also the team, calling events off and the keys.' },
  { value: 'manager', label: 'Manager', may: 'Lists and changes events, makes vouchers, sees bookings and invoices.' },
  { value: 'box_office', label: 'Box office', may: 'Sees bookings and invoices, calls bookings off.' },
  { value: 'door', label: 'Door', may: 'Sees who is let in, and nothing of money.' },
]

export const roleWords = (role: TeamRole): string => teamRoles.find(({ value }) => value === role)?.label ?? role

const teamsQuery = { queryKey: ['teams'], queryFn: listOrganisers }

export const useTeams = () => useQuery(teamsQuery)

/** What the viewer may do for an organiser; undefined while that is not known. */
export function usePermissions(organiserId: () => number | undefined): ComputedRef<TeamPermission[] | undefined> {
  const { data } = useTeams()
  return computed(() => data.value && (data.value.find(({ id }) => id === organiserId())?.permissions ?? []))
}
