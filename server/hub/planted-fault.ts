/**
 * Known wrong behaviours, for harnesses that must prove that they would notice: answering before the journal has it, forgetting
 * which command ids were seen, and beginning the numbers anew when the clock says that it is another day. Null everywhere else.
 */
export const HUB_PLANTED_FAULTS = ['ack-before-commit', 'dedupe-off', 'numbers-from-clock'] as const;
export type PlantedFault = (typeof HUB_PLANTED_FAULTS)[number];
