import { toRoute } from '#components/ui/to-route.ts'

/** The inventory under the filter of a figure. */
export const inventoryLink = (search: string) => toRoute(search ? `/inventory?${search}` : '/inventory')

/** A share between 0 and 1 in whole percent; rounded down, so that 100 % means all. */
export const percent = (share: number | null): string => (share === null ? 'none' : `${Math.floor(share * 100)} %`)
