import type { IconName } from '@/ui/icons'

export interface Place { to: string, label: string, icon: IconName }

export const places: readonly Place[] = [
  { to: '/', label: 'Discover', icon: 'compass' },
  { to: '/feed', label: 'Feed', icon: 'chat' },
  { to: '/tickets', label: 'Tickets', icon: 'ticket' },
  { to: '/organise', label: 'Organise', icon: 'stage' },
]
