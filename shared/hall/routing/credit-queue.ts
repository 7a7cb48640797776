import { assert } from '../../lib/assert.ts';
import type { EpochMs } from '../../lib/clock.ts';
import { isBefore, type Credit, type TicketId } from '../ticket.ts';

/**
 * Who waits for one service in one class, ordered by credit, each with the number of times it was passed.
 *
 * A call passes *every* waiting ticket of earlier credit, and a lunch queue holds hundreds of them, so neither counting
 * them one by one nor adding one to each of them will do; and keeping only the calls that passed, to count from them
 * later, cannot say which ticket has reached the cap once tickets come back into the middle of the line. So this is a
 * treap (a search tree by credit, a heap by a mixed-up order number) whose nodes carry the size and the largest passed
 * count of their subtree, and additions that still have to be handed down. So that nobody looks through a line for its
 * longest wait either (the earliest credit may belong to a customer who was sent on a moment ago), they carry the earliest
 * beginning of a wait, too. Every operation is O(log n) expected.
 *
 * The shape depends on nothing but the credits inside, so two replicas of one log hold the same tree.
 *
 * **Maintained invariants**: in-order traversal is strictly ascending by credit; `size`, `longestSince` and `passedMost`
 * describe the subtree, the last without what is pending at the node or above it.
 */
export class CreditQueue {
  #root: Node | null = null;

  get size(): number {
    return this.#root?.size ?? 0;
  }

  /** Since when the one who has waited longest of all has; null when nobody waits. O(1). */
  get longestSince(): EpochMs | null {
    return this.#root?.longestSince ?? null;
  }

  /** Credits are unique; a second ticket with the same credit is a bug. `since`: when its wait began, by its credit unless said. */
  add(ticket: TicketId, credit: Credit, { passed = 0, since = credit.at }: { passed?: number; since?: EpochMs } = {}): void {
    const [earlier, rest] = split(this.#root, credit);
    assert(rest === null || isBefore(credit, leftmost(rest).credit), 'credit is already in the queue');
    this.#root = merge(merge(earlier, leaf({ ticket, credit, passed, since })), rest);
  }

  /** Returns how often the ticket had been passed. A credit that is not there is a bug. */
  remove(credit: Credit): number {
    const [earlier, rest] = split(this.#root, credit);
    assert(rest !== null, 'credit is not in the queue');
    const [found, later] = splitFirst(rest);
    assert(!isBefore(credit, found.credit), 'credit is not in the queue');
    this.#root = merge(earlier, later);
    return found.passed;
  }

  first(): Waiting | null {
    return this.#root === null ? null : leftmost(this.#root);
  }

  /** The ticket with `index` others before it, or null past the end. */
  at(index: number): Waiting | null {
    let node = this.#root;
    let before = index;
    while (node !== null) {
      const left = node.left?.size ?? 0;
      if (before === left) return node;
      if (before < left) node = node.left;
      else {
        before -= left + 1;
        node = node.right;
      }
    }
    return null;
  }

  /** How many wait with an earlier credit, and the largest passed count among them (0 when there are none). */
  before(credit: Credit): Before {
    let count = 0;
    let passedMost = 0;
    let pending = 0;
    let node = this.#root;
    while (node !== null) {
      pending += node.pending;
      if (isBefore(node.credit, credit)) {
        count += 1 + (node.left?.size ?? 0);
        passedMost = Math.max(
          passedMost,
          node.passed + pending,
          node.left === null ? 0 : node.left.passedMost + node.left.pending + pending,
        );
        node = node.right;
      } else {
        node = node.left;
      }
    }
    return { count, passedMost };
  }

  /** A ticket of this credit was called: everybody before it has been passed once more. */
  pass(credit: Credit): void {
    this.#addBefore(credit, 1);
  }

  /** That call is taken back. Everybody before it now was there then, or it is a bug. */
  takeBackPass(credit: Credit): void {
    this.#addBefore(credit, -1);
  }

  #addBefore(credit: Credit, times: number): void {
    const [earlier, rest] = split(this.#root, credit);
    if (earlier !== null) addPassed(earlier, times);
    this.#root = merge(earlier, rest);
  }

  /** How often the waiting ticket of this credit has been passed. */
  passed(credit: Credit): number {
    let pending = 0;
    let node = this.#root;
    while (node !== null) {
      pending += node.pending;
      if (isBefore(credit, node.credit)) node = node.left;
      else if (isBefore(node.credit, credit)) node = node.right;
      else return node.passed + pending;
    }
    assert(false, `credit ${credit.at}/${credit.order} is not in the queue`);
  }

  /** The earliest ticket that has been passed so many times or more. */
  firstPassed(times: number): Waiting | null {
    let node = this.#root;
    let pending = 0;
    while (node !== null) {
      pending += node.pending;
      if (node.passedMost + pending < times) return null;
      if (node.left !== null && node.left.passedMost + node.left.pending + pending >= times) node = node.left;
      else if (node.passed + pending >= times) return node;
      else node = node.right;
    }
    return null;
  }

  /** So many of the earliest, or all. */
  earliest(limit: number): (Waiting & { readonly passed: number })[] {
    const earliest: (Waiting & { readonly passed: number })[] = [];
    if (limit < 1) return earliest;
    for (const waiting of this) if (earliest.push(waiting) >= limit) break;
    return earliest;
  }

  /** In order of credit. The queue must not change meanwhile. */
  *[Symbol.iterator](): Generator<Waiting & { readonly passed: number }> {
    yield* inOrder(this.#root, 0);
  }
}

export interface Waiting {
  readonly ticket: TicketId;
  readonly credit: Credit;
}

export interface Before {
  readonly count: number;
  readonly passedMost: number;
}

interface Node extends Waiting {
  readonly heapKey: number;
  readonly since: EpochMs;
  /** Without what is pending here or above. */
  passed: number;
  /** To be added to this node and everything below it. */
  pending: number;
  size: number;
  /** The earliest `since` below and here. */
  longestSince: EpochMs;
  /** The largest passed count below and here, without what is pending here or above. */
  passedMost: number;
  left: Node | null;
  right: Node | null;
}

function leaf({ ticket, credit, passed, since }: Waiting & Pick<Node, 'passed' | 'since'>): Node {
  return {
    ticket,
    credit,
    heapKey: mixed(credit.order),
    since,
    passed,
    pending: 0,
    size: 1,
    longestSince: since,
    passedMost: passed,
    left: null,
    right: null,
  };
}

/** Spreads 1, 2, 3 … over 32 bits (the finishing steps of MurmurHash3, Austin Appleby, public domain). */
function mixed(order: number): number {
  let bits = order | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}

function addPassed(node: Node, times: number): void {
  node.pending += times;
}

function handDown(node: Node): void {
  if (node.pending === 0) return;
  node.passed += node.pending;
  node.passedMost += node.pending;
  if (node.left !== null) addPassed(node.left, node.pending);
  if (node.right !== null) addPassed(node.right, node.pending);
  node.pending = 0;
}

function refresh(node: Node): Node {
  const { left, right } = node;
  node.size = 1 + (left?.size ?? 0) + (right?.size ?? 0);
  node.longestSince = Math.min(node.since, left?.longestSince ?? node.since, right?.longestSince ?? node.since);
  node.passedMost = Math.max(
    node.passed,
    left === null ? 0 : left.passedMost + left.pending,
    right === null ? 0 : right.passedMost + right.pending,
  );
  return node;
}

/** Everything before `credit`, and the rest. */
function split(node: Node | null, credit: Credit): [Node | null, Node | null] {
  if (node === null) return [null, null];
  handDown(node);
  if (isBefore(node.credit, credit)) {
    const [middle, later] = split(node.right, credit);
    node.right = middle;
    return [refresh(node), later];
  }
  const [earlier, middle] = split(node.left, credit);
  node.left = middle;
  return [earlier, refresh(node)];
}

function splitFirst(node: Node): [Node, Node | null] {
  handDown(node);
  if (node.left === null) {
    const rest = node.right;
    node.right = null;
    return [refresh(node), rest];
  }
  const [first, rest] = splitFirst(node.left);
  node.left = rest;
  return [first, refresh(node)];
}

/** Everything in `left` is before everything in `right`. */
function merge(left: Node | null, right: Node | null): Node | null {
  if (left === null) return right;
  if (right === null) return left;
  if (left.heapKey >= right.heapKey) {
    handDown(left);
    left.right = merge(left.right, right);
    return refresh(left);
  }
  handDown(right);
  right.left = merge(left, right.left);
  return refresh(right);
}

function leftmost(node: Node): Node {
  let first = node;
  while (first.left !== null) first = first.left;
  return first;
}

function* inOrder(node: Node | null, above: number): Generator<Waiting & { readonly passed: number }> {
  if (node === null) return;
  const pending = above + node.pending;
  yield* inOrder(node.left, pending);
  yield { ticket: node.ticket, credit: node.credit, passed: node.passed + pending };
  yield* inOrder(node.right, pending);
}
