/** The filters of the list, as they stand in the address: a link to it shows the same. */
import { addressOf, navigate, place } from '../../router.ts'

const NAMES = ['ending', 'profile', 'endpoint', 'model', 'minMs'] as const
export type FilterName = (typeof NAMES)[number]
export type Filters = Readonly<Record<FilterName, string | null>>

export function filtersIn(query: URLSearchParams): Filters {
  const pairs = NAMES.map((name) => [name, query.get(name)] as const)
  return Object.fromEntries(pairs) as Filters
}

/** Where one request is seen, the list beside it as it is. */
export const addressOfRequest = (id: string | null): string =>
  addressOf('requests', id, filtersIn(place.value.query))

export function filterBy(name: FilterName, value: string): void {
  const { about, query } = place.value
  navigate(addressOf('requests', about, { ...filtersIn(query), [name]: value }), { replace: true })
}

export const isFiltered = (filters: Filters): boolean =>
  Object.values(filters).some((value) => value !== null)

export function clearFilters(): void {
  navigate(addressOf('requests', place.value.about), { replace: true })
}
