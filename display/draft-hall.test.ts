import { describe, expect, it } from 'vitest';
import { counterSigns } from '../shared/hall/views/counter-signs.ts';
import { serviceQueues } from '../shared/hall/views/service-queues.ts';
import { must } from '../shared/lib/assert.ts';
import { LiveHall } from '../shared/ui/hall.svelte.ts';
import { MANAGER, PlayedHall } from '../test/support/played-hall.ts';
import { StaffedHall } from '../test/support/staffed-hall.ts';
import { DraftHall } from './draft-hall.ts';

describe('the hall under a draft', () => {
  it('[D51] is the live hall with the configuration as it is written, and changes nothing of it', () => {
    const played = new PlayedHall().staff(1);
    const line = new StaffedHall(MANAGER, played);
    const draft = new DraftHall(line);
    const hall = new LiveHall(draft);
    const before = must(played.state.configuration, 'a configuration');
    expect(hall.configuration).toBe(before);
    let changes = 0;
    const release = hall.subscribe(() => (changes += 1));
    const [service] = before.services;
    draft.show({ ...before, services: [service!], displays: [{ id: 'east', name: 'East', layout: 'counters' }] });
    expect(changes).toBe(1);
    expect(hall.configuration?.displays).toHaveLength(1);
    expect(hall.view(serviceQueues)).toHaveLength(1);
    expect(hall.view(counterSigns)).toEqual(counterSigns(played.state));
    played.issue('A');
    expect(hall.view(serviceQueues)).toMatchObject([{ service: 'A', waiting: 1 }]);
    expect(played.state.configuration).toBe(before);
    expect(() => draft.send()).toThrow();
    release();
    draft.show(before);
    expect(changes).toBe(1);
  });
});
