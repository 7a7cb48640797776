/**
 * Known wrong behaviours, for harnesses that must prove that they would notice: answering before the journal has it, and
 * forgetting which command ids were seen. Null everywhere else.
 */
export type PlantedFault = 'ack-before-commit' | 'dedupe-off';
