/** What a lease's secret is sealed for: it opens for this lease and nowhere else. */
export const secretPurpose = (id: string) => `lease:${id}:secret`
