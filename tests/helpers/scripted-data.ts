import type { AdjustmentView } from '../../shared/app-api/adjustment-view.ts';
import type { Contact } from '../../shared/app-api/contact.ts';
import type { JobView } from '../../shared/app-api/job-view.ts';
import type { PaymentView } from '../../shared/app-api/payment-view.ts';
import type { Settings } from '../../shared/app-api/settings.ts';
import type { TimelineEntry } from '../../shared/app-api/timeline-entry.ts';
import type { WorkspaceView } from '../../shared/app-api/workspace-view.ts';
import type { InvoiceDraft, LineDraft } from '../../shared/invoice/invoice-draft.ts';
import { emptyParty, type Party } from '../../shared/invoice/party.ts';
import { tokenKey, tokensOn } from '../../shared/money/token.ts';

/** The day on which the scripted world stands. */
export const today: string = new Date().toISOString().slice(0, 10);

/** An instant some minutes before now. */
export function minutesAgo(minutes: number): string {
  return new Date(Date.now() - minutes * 60_000).toISOString();
}

/** A calendar date some days from today. */
export function daysFromToday(days: number): string {
  return new Date(Date.parse(`${today}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export const practiceWallet = '0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC';

export const phrase =
  'legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth useful legal winner thank year wave sausage worth title';

export const seller: Party = {
  name: 'Lindgren & Osei Studio',
  email: 'hello@lindgren-osei.example',
  address: 'Södermalmsgatan 14\n118 25 Stockholm',
  country: 'SE',
  taxId: 'SE556677889901',
};

export const settings: Settings = {
  seller,
  logo: null,
  wallet: practiceWallet,
  accept: tokensOn(31337)
    .filter((token) => token.peg === 'USD')
    .map((token) => tokenKey(token.chainId, token.address)),
  currency: 'USD',
  dueDays: 14,
  notes: '',
  terms: 'Payment within 14 days of issue.',
  numberPrefix: 'INV',
  monitorDays: 60,
  emailMode: 'pdf',
  relayOrigin: '',
  rpcEndpoints: { '31337': ['http://127.0.0.1:8545'] },
  receiving: { mode: 'shared', xpub: '' },
  tolerance: { absolute: '', percent: '' },
  assumeExactAmount: true,
  confirmations: {},
  sendReceipts: true,
};

/** A workspace that is set up, on practice money, online and idle. */
export const workspace: WorkspaceView = {
  state: 'ready',
  name: seller.name,
  phraseConfirmed: true,
  practice: true,
  deviceName: 'Linux computer',
  deviceSeries: '',
  signingFingerprint: '4f2a 91c8 7d3e b605',
  relay: { origin: 'http://127.0.0.1:4711', status: 'online', detail: '', lastOnlineAt: minutesAgo(0) },
  queued: 0,
  failedJobs: 0,
  quarantined: 0,
  refused: 0,
  unmatched: 0,
  chains: [
    {
      chainId: 31337,
      checkedThrough: '1284',
      checkedAt: minutesAgo(0),
      finalized: '1220',
      status: 'following',
      trouble: null,
    },
  ],
  practiceWallet,
  mailInboxUrl: 'http://127.0.0.1:1080/',
  version: '0.1.0',
};

const names = [
  'Northwind Traders',
  'Café Amélie GmbH',
  'Hōkusai Printing 株式会社',
  'Øresund Shipping A/S',
  'Bundesverband für nachhaltige Kreislaufwirtschaft und regionale Wertschöpfung e.V.',
  'Maya Okonkwo',
  'شركة الأفق للتصميم',
  'Fjord Analytics',
  'Tessellate Labs',
  'Juniper & Sons',
  'Красная площадь Медиа',
  'Blue Kiwi Pty',
];

/** The buyer of the n-th invoice. */
export function buyerAt(index: number): Party {
  const name = names[index % names.length] ?? 'Client';
  return {
    ...emptyParty,
    name,
    email: `accounts${index % names.length}@client.example`,
    country: index % 3 === 0 ? 'DE' : '',
  };
}

export const contacts: readonly Contact[] = names.map((_, index) => ({
  id: `contact-${index}`,
  party: buyerAt(index),
  note: '',
  currency: index % 4 === 1 ? 'EUR' : 'USD',
  updatedAt: minutesAgo(index),
}));

/** A line, of one of something unless said otherwise. */
export function line(id: string, change: Partial<LineDraft> = {}): LineDraft {
  return {
    id,
    description: 'Brand design, second phase',
    quantity: '1',
    unit: '',
    unitPrice: '1200.00',
    discount: { kind: 'percent', value: '' },
    taxCategory: 'Z',
    taxRate: '0',
    taxReason: '',
    ...change,
  };
}

/** A draft that can be issued. */
export function draft(change: Partial<InvoiceDraft> = {}): InvoiceDraft {
  return {
    buyer: buyerAt(0),
    contactId: null,
    currency: 'USD',
    issueDate: '',
    dueDate: daysFromToday(14),
    priceMode: 'exclusive',
    lines: [line('line-1')],
    discount: { kind: 'percent', value: '' },
    notes: '',
    terms: settings.terms,
    purchaseOrder: '',
    accept: null,
    rates: [],
    ...change,
  };
}

const hash = (digit: string): string => `0x${digit.repeat(64)}`;

/** A payment in practice USDC; `change` is laid over its ledger entry. `value` in cents. */
export function payment(
  value: bigint,
  change: Partial<PaymentView['payment']>,
  verification: PaymentView['verification'],
): PaymentView {
  const token = tokensOn(31337)[0];
  if (!token) throw new Error('The practice chain has no token');
  const txHash = change.txHash ?? hash('a');
  return {
    payment: {
      key: `31337:${hash('b')}:${txHash}:0`,
      chainId: 31337,
      blockNumber: '1281',
      blockHash: hash('b'),
      blockTime: Math.floor(Date.now() / 1000) - 60,
      txHash,
      logIndex: 0,
      token: token.address,
      from: '0x90F79bf6EB2c4f870365E785982E1f101E93b906',
      to: practiceWallet,
      units: (value * 10_000n).toString(),
      rule: 'tag',
      state: 'confirmed',
      confirmations: 3,
      requiredConfirmations: 3,
      late: false,
      ...change,
    },
    symbol: token.symbol,
    decimals: token.decimals,
    chainName: 'Practice chain',
    explorerUrl: null,
    value: value.toString(),
    isFinal: change.state === 'final',
    movedTo: null,
    unreported: false,
    verification,
  };
}

/** Something that the owner put right by hand just now; `amount` in minor units. */
export function adjustment(id: string, kind: AdjustmentView['kind'], amount: string): AdjustmentView {
  const at = minutesAgo(0);
  return { id, kind, at, amount, isCounted: true, undone: false, note: '', method: null, number: null, transfer: null };
}

/** A timeline entry. */
export function entry(kind: TimelineEntry['kind'], at: string, detail = ''): TimelineEntry {
  return { id: `${kind} ${at} ${detail}`, at, kind, detail, paymentKey: null, txHash: null };
}

/** An email that the receiving server refused for good. */
export function failedEmail(invoiceId: string): JobView {
  return {
    id: `job-${invoiceId}`,
    invoiceId,
    kind: 'email',
    status: 'failed',
    attempts: 1,
    nextAttemptAt: null,
    problem: {
      code: 'mail.refused',
      message:
        'The mail server of client.example refused the address: 550 mailbox unavailable. Check the address and send again.',
      retryable: false,
    },
    createdAt: minutesAgo(30),
    to: 'accounts0@client.example',
    messageId: null,
  };
}
