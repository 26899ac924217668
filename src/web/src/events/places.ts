interface Spot { name: string, place: string, latitude: number | null, longitude: number | null }

/** Where OpenStreetMap shows the venue: by its point when we know it, by its name otherwise. */
export function mapAddress({ name, place, latitude, longitude }: Spot): string {
  const map = new URL('https://www.openstreetmap.org/')
  if (latitude === null || longitude === null) {
    map.pathname = '/search'
    map.searchParams.set('query', `${name}, ${place}`)
    return map.href
  }
  map.searchParams.set('mlat', String(latitude))
  map.searchParams.set('mlon', String(longitude))
  map.hash = `map=17/${latitude}/${longitude}`
  return map.href
}
