/**
 * Known wrong behaviours, for harnesses that must prove that they would notice: leaving the origin to the list for CORS, which
 * WebSockets do not know, and letting a screen join the room of any hall that it names. Null everywhere else.
 */
export const GATEWAY_PLANTED_FAULTS = ['cors-only-origin', 'room-without-scope'] as const;
export type GatewayPlantedFault = (typeof GATEWAY_PLANTED_FAULTS)[number];

/** The planted fault: the hall that a handshake's address asks for, whatever its credential is for. */
export function wishedHall({ hall }: { readonly hall?: unknown }): { readonly hall?: string } {
  return typeof hall === 'string' ? { hall } : {};
}
