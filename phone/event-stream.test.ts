import { describe, expect, it } from 'vitest';
import { EventStream } from './event-stream.ts';

describe('a stream of events', () => {
  it('[F199] is the same wherever it is cut, and comments are no events', () => {
    const text = 'event: view\ndata: {"a":"号"}\n\n:\n\nevent: gone\ndata: {}\n\n:\n\ndata: two\ndata: lines\n\n';
    const whole = new EventStream().push(text);
    expect(whole).toEqual([
      { name: 'view', data: '{"a":"号"}' },
      { name: 'gone', data: '{}' },
      { name: 'message', data: 'two\nlines' },
    ]);
    for (let first = 0; first < text.length; first += 1) {
      const stream = new EventStream();
      expect([...stream.push(text.slice(0, first)), ...stream.push(text.slice(first))], `cut at ${first}`).toEqual(whole);
    }
  });

  it('[F199] keeps what is not whole yet to itself', () => {
    const stream = new EventStream();
    expect(stream.push('event: view\ndata: {}\n')).toEqual([]);
    expect(stream.push('\n')).toHaveLength(1);
  });
});
