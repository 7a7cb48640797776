import { randomInteger, type Random } from '../../../shared/lib/random.ts';
import { PERFECT_NETWORK, type NetworkFaults } from '../simulated-network.ts';

/** How an installation of many hubs goes wrong. Probabilities are per step of the crowd. */
export interface ClusterFaults {
  readonly network: NetworkFaults;
  readonly redisDelayMsMax: number;
  /** Of what hubs tell each other. */
  readonly lostTalk: number;
  readonly lineBreaks: number;
  readonly pageReloads: number;
  readonly hubKills: number;
  readonly hubStops: number;
  readonly masterKills: number;
  readonly nodeKills: number;
  readonly nodePauses: number;
  readonly cuts: number;
}

/** The network is cut again and again, and nothing else goes wrong: hubs have commands in hand that their senders take elsewhere. */
export function onlyCuts(faults: ClusterFaults): ClusterFaults {
  const none = { pageReloads: 0, hubKills: 0, hubStops: 0, masterKills: 0, nodeKills: 0, nodePauses: 0 };
  return { ...faults, ...none, cuts: 0.15 };
}

/** Each fault is there or not, and then often or seldom. */
export function clusterFaults(random: Random): ClusterFaults {
  const sometimes = (rate: number): number => (random() < 0.5 ? 0 : rate * random());
  return {
    network: { ...PERFECT_NETWORK, delayMsMax: 1 + randomInteger(random, 60), duplicate: sometimes(0.2) },
    redisDelayMsMax: random() < 0.3 ? 60 : 4,
    lostTalk: sometimes(1),
    lineBreaks: sometimes(0.1),
    pageReloads: sometimes(0.05),
    hubKills: sometimes(0.06),
    hubStops: sometimes(0.04),
    masterKills: sometimes(0.06),
    nodeKills: sometimes(0.04),
    nodePauses: sometimes(0.06),
    cuts: sometimes(0.08),
  };
}
