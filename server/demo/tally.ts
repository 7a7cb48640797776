/** What happened since the start, for the line a minute. */
export class Tally {
  arrived = 0;
  served = 0;
  noShows = 0;
  returned = 0;
  pauses = 0;
  readonly refusals = new Map<string, number>();

  refused(kind: string): void {
    this.refusals.set(kind, (this.refusals.get(kind) ?? 0) + 1);
  }

  line(waiting: number): string {
    const refusals = [...this.refusals].map(([kind, times]) => `${kind} ${times}`).join(', ');
    return (
      `${this.arrived} came, ${this.served} served, ${waiting} waiting, ${this.noShows} no-shows (${this.returned} came back), ` +
      `${this.pauses} pauses${refusals === '' ? '' : `; refused: ${refusals}`}`
    );
  }
}
