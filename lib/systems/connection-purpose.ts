/** What a system's connection settings are sealed for. */
export const connectionPurpose = (systemId: string) => `system:${systemId}:connection`
