export interface HallSnapshot {
  readonly format: 1;
}
