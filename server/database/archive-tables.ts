export interface ArchiveTables {
  readonly journal_archive: ArchivedEntryTable;
}

/** An entry of a hall's journal. `body` is the text that `hash` was made of, with the hash before it. */
export interface ArchivedEntryTable {
  readonly hall: string;
  readonly version: number;
  readonly epoch: number;
  readonly hash: string;
  readonly body: string;
}
