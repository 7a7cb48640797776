import type { EpochMs } from '../lib/clock.ts';
import type { Link } from './transport.ts';

/** A client's line to the hub; `opening` until the hub's welcome. */
export type Line =
  | { readonly is: 'none' }
  | { readonly is: 'waiting'; readonly release: () => void }
  | { readonly is: 'opening' | 'open'; readonly link: Link; readonly since: EpochMs };
