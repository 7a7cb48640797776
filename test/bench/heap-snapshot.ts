import type { CDPSession } from 'playwright-core';
import * as z from 'zod';

/** The parts of a V8 heap snapshot that are read: nodes are rows of numbers, of which one is the kind and one the size in bytes. */
const snapshotSchema = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      // The first field's kinds by number; the others' are names.
      node_types: z.tuple([z.array(z.string())]).rest(z.unknown()),
    }),
  }),
  nodes: z.array(z.number()),
});

/**
 * Bytes in a page's JavaScript heap by kind (`object`, `array`, `closure`, `string`, `code` …), after what nobody holds was collected.
 * Format: Chrome DevTools Protocol, HeapProfiler domain; V8's `heap-snapshot-generator.cc`.
 */
export async function heapByKind(devtools: CDPSession): Promise<ReadonlyMap<string, number>> {
  const chunks: string[] = [];
  const take = ({ chunk }: { readonly chunk: string }): void => void chunks.push(chunk);
  devtools.on('HeapProfiler.addHeapSnapshotChunk', take);
  await devtools.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  devtools.off('HeapProfiler.addHeapSnapshotChunk', take);
  const { nodes, snapshot } = snapshotSchema.parse(JSON.parse(chunks.join('')));
  const { node_fields: fields, node_types: types } = snapshot.meta;
  const [kindAt, sizeAt] = [fields.indexOf('type'), fields.indexOf('self_size')];
  const bytes = new Map<string, number>();
  for (let row = 0; row < nodes.length; row += fields.length) {
    const kind = types[0][nodes[row + kindAt] ?? 0] ?? 'unknown';
    bytes.set(kind, (bytes.get(kind) ?? 0) + (nodes[row + sizeAt] ?? 0));
  }
  return bytes;
}
