/**
 * What is to happen next, by time; of one moment what comes first in `what`. A binary heap in two flat arrays: a forecast makes hundreds of
 * thousands of events and keeps none, so an event is two numbers and no object.
 */
export class EventHeap {
  #times = new Float64Array(256);
  #whats = new Float64Array(256);
  #size = 0;
  /** Of the event that was taken last. */
  time = 0;
  what = 0;

  get size(): number {
    return this.#size;
  }

  clear(): void {
    this.#size = 0;
  }

  push(time: number, what: number): void {
    if (this.#size === this.#times.length) this.#grow();
    const times = this.#times;
    const whats = this.#whats;
    let index = this.#size;
    this.#size += 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = times[parent]!;
      if (above < time || (above === time && whats[parent]! <= what)) break;
      times[index] = above;
      whats[index] = whats[parent]!;
      index = parent;
    }
    times[index] = time;
    whats[index] = what;
  }

  /** Takes the next event into `time` and `what`; false when there is none. */
  take(): boolean {
    if (this.#size === 0) return false;
    const times = this.#times;
    const whats = this.#whats;
    this.time = times[0]!;
    this.what = whats[0]!;
    this.#size -= 1;
    const size = this.#size;
    const time = times[size]!;
    const what = whats[size]!;
    let index = 0;
    for (let child = 1; child < size; child = 2 * index + 1) {
      const right = child + 1;
      if (right < size && (times[right]! < times[child]! || (times[right]! === times[child]! && whats[right]! < whats[child]!))) {
        child = right;
      }
      const below = times[child]!;
      if (time < below || (time === below && what <= whats[child]!)) break;
      times[index] = below;
      whats[index] = whats[child]!;
      index = child;
    }
    times[index] = time;
    whats[index] = what;
    return true;
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2);
    const whats = new Float64Array(this.#times.length * 2);
    times.set(this.#times);
    whats.set(this.#whats);
    this.#times = times;
    this.#whats = whats;
  }
}
