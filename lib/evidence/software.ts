/** What wrote a pack. */
export const SOFTWARE = { name: 'tenure', version: '0.1.0' }
