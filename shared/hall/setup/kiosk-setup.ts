import type { ClassId, ServiceId } from './ids.ts';
import type { Choice, Text } from '../text.ts';

/** Tiles that stand behind one: a hall with many services. A service in no group stands on the first page by itself. */
export interface ServiceGroup {
  readonly id: string;
  readonly name: Text;
  readonly services: readonly ServiceId[];
}

/** What a customer may declare at the kiosk (老、弱、病、残、孕及抱婴者); each gives a class. */
export interface DeclaredNeed extends Choice {
  readonly class: ClassId;
}

/** How the hall finds the class of a customer who says who he is. The identity itself is never kept. */
export type IdentityLookup =
  | { readonly kind: 'list' }
  /** Asked by the hub, `POST {"identity": "…"}`, answered `{"class": "vip"}` within `IDENTITY_BUDGET_MS`. */
  | { readonly kind: 'http'; readonly url: string };

export interface KioskSetup {
  readonly groups?: readonly ServiceGroup[] | undefined;
  /** Absent: one need, the priority class. */
  readonly needs?: readonly DeclaredNeed[] | undefined;
  /** Absent: nobody is asked who they are. */
  readonly identity?: IdentityLookup | undefined;
  /** The page nobody stands at; absent: the hall's name. */
  readonly attract?: Text | undefined;
  /** Where to get a ticket while the kiosk cannot give any; absent: the information desk, neutrally. */
  readonly outOfService?: Text | undefined;
  /** Without a touch for so long the page asks whether somebody is there; absent: 30. */
  readonly idleSeconds?: number | undefined;
  /** Numbers leased to a kiosk ahead, for each service's series; absent: 50. 0: nothing is issued without the hub. */
  readonly numbersAhead?: number | undefined;
  /** Texts are spoken to who uses the keypad. */
  readonly spokenPrompts?: boolean | undefined;
}
