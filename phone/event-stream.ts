export interface StreamEvent {
  readonly name: string;
  readonly data: string;
}

/**
 * Server-sent events out of a stream of text that is cut anywhere. `EventSource` would read them by itself and cannot send the
 * ticket's token but in the address, where every log on the way keeps it.
 *
 * Source: HTML, section 9.2.6 (interpreting an event stream), as far as the hub uses it.
 */
export class EventStream {
  #rest = '';

  /** What is whole now. Comments are none, and say only that the line is alive. */
  push(text: string): StreamEvent[] {
    const blocks = (this.#rest + text).split('\n\n');
    this.#rest = blocks.pop() ?? '';
    return blocks.map(eventOf).filter((event): event is StreamEvent => event !== null);
  }
}

function eventOf(block: string): StreamEvent | null {
  let name = 'message';
  const data: string[] = [];
  for (const line of block.split('\n')) {
    const [, field, value = ''] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (field === 'event') name = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 ? null : { name, data: data.join('\n') };
}
