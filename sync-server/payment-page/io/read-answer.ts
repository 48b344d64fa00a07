import type { LinkState } from '../../../shared/relay-api/links.ts';
import type { PaymentState } from '../../../shared/payment/payment.ts';

/**
 * Checks a link's live state by hand: the schemas of shared/relay-api would bring a validator four times the page's
 * size. Returns null for anything that the page could stumble over; unknown extra fields are let be.
 */
export function readLinkState(value: unknown): LinkState | null {
  const state = value as Partial<LinkState> | null | undefined;
  if (!state || typeof state.status !== 'string' || !Object.hasOwn(linkStatuses, state.status)) return null;
  if (state.settled !== undefined && !fits(state.settled, settledShare)) return null;
  if (!Array.isArray(state.payments) || !Array.isArray(state.chains)) return null;
  return state.payments.every(isPayment) && state.chains.every(isChain) ? (state as LinkState) : null;
}

type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isText = (value: unknown) => typeof value === 'string';
const isNumber = (value: unknown) => Number.isSafeInteger(value);
const isUnits = (value: unknown) => typeof value === 'string' && /^\d{1,78}$/.test(value);
const isHash = (value: unknown) => typeof value === 'string' && /^0x[0-9a-f]{64}$/.test(value);
const isAddress = (value: unknown) => typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value);

/** All of them, by force of the types: a new state does not compile until the page knows it. */
const linkStatuses: Readonly<Record<LinkState['status'], true>> = { open: true, void: true, settled: true };

const paymentStates: Readonly<Record<PaymentState, true>> = {
  seen: true,
  confirming: true,
  confirmed: true,
  final: true,
  reversed: true,
};

const payment: Shape = {
  key: isText,
  chainId: isNumber,
  blockNumber: isUnits,
  blockHash: isHash,
  blockTime: isNumber,
  txHash: isHash,
  logIndex: isNumber,
  token: isAddress,
  from: isAddress,
  to: isAddress,
  units: isUnits,
  rule: isText,
  state: (value) => typeof value === 'string' && Object.hasOwn(paymentStates, value),
  confirmations: isNumber,
  requiredConfirmations: isNumber,
  late: (value) => typeof value === 'boolean',
};

const settledShare: Shape = {
  part: (value) => typeof value === 'string' && /^-?\d{1,120}$/.test(value),
  whole: (value) => typeof value === 'string' && /^[1-9]\d{0,119}$/.test(value),
};

const chain: Shape = {
  chainId: isNumber,
  checkedThrough: (value) => value === null || isUnits(value),
  status: isText,
};

const isPayment = (value: unknown) => fits(value, payment);
const isChain = (value: unknown) => fits(value, chain);

function fits(value: unknown, shape: Shape): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Record<string, unknown>;
  return Object.entries(shape).every(([name, isFine]) => isFine(record[name]));
}
