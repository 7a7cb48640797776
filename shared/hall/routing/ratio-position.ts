/** Where a ratio rule stands: which group's turn it is, and how many of its calls are made. */
export interface RatioPosition {
  readonly turn: number;
  readonly calls: number;
}
