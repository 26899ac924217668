import { timeZones } from './dates'

export interface ZoneOption { value: string, label: string }

/** Every zone this browser knows, and the chosen one in any case. */
export function zoneOptions(chosen: string): ZoneOption[] {
  const known = timeZones()
  const names = known.includes(chosen) ? known : [chosen, ...known]
  return names.map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }))
}
