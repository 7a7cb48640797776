export interface CreditQueue {
  readonly size: number;
}
