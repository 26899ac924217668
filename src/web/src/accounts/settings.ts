import type { IconName } from '@/ui/icons'

/** The pages of the settings, in the order of their navigation; each has its route below /settings. */
export const settingsPages: readonly { to: string, label: string, icon: IconName }[] = [
  { to: '/settings', label: 'Profile', icon: 'person' },
  { to: '/settings/security', label: 'Security', icon: 'lock' },
  { to: '/settings/keys', label: 'Keys and support', icon: 'key' },
  { to: '/settings/connections', label: 'Connections', icon: 'link' },
  { to: '/settings/notifications', label: 'Notifications', icon: 'mail' },
  { to: '/settings/month', label: 'Your month', icon: 'calendar' },
  { to: '/settings/privacy', label: 'Privacy', icon: 'shield' },
]
