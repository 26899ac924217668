import { useQuery, type QueryClient } from '@tanstack/vue-query'
import { api, body } from '@/api/client'
import { page } from '@/api/pages'
import type { UnreadNotes } from '@/api/types'
import type { IconName } from '@/ui/icons'

export const listNotes = (after: string | undefined) =>
  page(api.GET('/notifications/notes', { params: { query: { after } } }))

const countUnreadNotes = () => body(api.GET('/notifications/notes/unread'))

type ReadNotes = { ids: number[] } | { up_to: number }

const readNotes = (which: ReadNotes) => body(api.POST('/notifications/notes/read', { body: which }))

const looksEvery = 60_000

/** How many notes are unread: asked anew when the page gets the focus, and while it has it once a minute. */
export const useUnread = () =>
  useQuery({
    queryKey: ['notes', 'unread'],
    queryFn: countUnreadNotes,
    staleTime: looksEvery / 2,
    refetchInterval: looksEvery,
    refetchOnWindowFocus: true,
  })

/** Notes that they were read; what is shown follows the answer. */
export async function read(client: QueryClient, which: ReadNotes): Promise<void> {
  client.setQueryData<UnreadNotes>(['notes', 'unread'], await readNotes(which))
  await client.invalidateQueries({ queryKey: ['notes', 'list'] })
}

const icons: Record<string, IconName> = {
  'tickets': 'ticket',
  'invoice': 'print',
  'booking-cancelled': 'close',
  'event-cancelled': 'alert',
  'event-moved': 'clock',
  'event-changed': 'edit',
  'tomorrow': 'calendar',
  'tonight': 'clock',
  'rate': 'star',
  'digest': 'chat',
  'team-invitation': 'person',
  'new-device': 'shield',
  'access-changed': 'key',
  'account-linked': 'link',
  'export-ready': 'down',
  'erasure-asked': 'alert',
}

export const iconOf = (kind: string): IconName => icons[kind] ?? 'bell'
